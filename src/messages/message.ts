import type {
  APIActionRowComponent,
  APIComponentInMessageActionRow,
  APIEmbed,
} from '../discord/api.ts';

/** A row of buttons, or one menu. */
export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** What Paperboy says, in Discord's own shapes. Nothing here is sent without `fitMessage`. */
export interface Message {
  content?: string;
  embeds?: APIEmbed[];
  components?: Row[];
  /** The id of the one role that it mentions, in front of its content. */
  role?: string;
  /** It arrives without a notification. */
  isSilent?: boolean;
  /** Text files that come with it; only answers may have some. */
  files?: readonly TextFile[];
}

/** A file as it is offered for download. */
export interface TextFile {
  name: string;
  text: string;
}
