/** The official request body schemas that are used here, named without the suffix `Schema`. */
export type SchemaName =
  | 'ApplicationCommandAutocompleteCallbackRequest'
  | 'ApplicationCommandCreateRequest'
  | 'ApplicationCommandPatchRequestPartial'
  | 'ApplicationCommandUpdateRequest'
  | 'CreateForumThreadRequest'
  | 'CreateMessageInteractionCallbackRequest'
  | 'CreatePrivateChannelRequest'
  | 'CreateTextThreadWithMessageRequest'
  | 'CreateTextThreadWithoutMessageRequest'
  | 'IncomingWebhookRequestPartial'
  | 'IncomingWebhookUpdateRequestPartial'
  | 'MessageCreateRequest'
  | 'MessageEditRequestPartial'
  | 'ModalInteractionCallbackRequest'
  | 'UpdateMessageInteractionCallbackRequest'
  | 'UpdateThreadRequestPartial';

export interface Issue {
  code: string;
  path: PropertyKey[];
  message: string;
  expected?: string;
  origin?: string;
  maximum?: number | bigint;
  minimum?: number | bigint;
  values?: unknown[];
  errors?: Issue[][];
}

type Parse = (body: unknown) => readonly Issue[];

interface Schema {
  safeParse: (body: unknown) => { success: boolean; error?: { issues: unknown[] } };
}

let loading: Promise<Record<string, Schema>> | undefined;
const compiled = new Map<SchemaName, Parse>();

/**
 * A schema of Discord's own specification. The module is large (a fifth of a second), so it's
 * loaded with the first body, once per process; zod compiles each schema at its first use.
 */
export const officialSchema = async (name: SchemaName): Promise<Parse> => {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  loading ??= import('discord-api-spec/zod') as Promise<Record<string, Schema>>;
  const schema = (await loading)[`${name}Schema`];
  if (schema === undefined) throw new Error(`The specification has no schema ${name}`);
  const parse: Parse = (body) => {
    const { success, error } = schema.safeParse(body);
    return success ? [] : ((error?.issues ?? []) as Issue[]);
  };
  compiled.set(name, parse);
  return parse;
};
