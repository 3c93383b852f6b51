/** The package has no types for its schemas: hundreds of zod schemas, by name. */
declare module 'discord-api-spec/zod';
