/** The package has no types for its schemas, which are hundreds of zod schemas by name. */
declare module 'discord-api-spec/zod';
