import { z } from 'zod';
import { oneLine } from './text.ts';

// No paper of arXiv comes near these; what is over them is no title, no abstract, no name.
const MAX_TITLE = 1000;
const MAX_ABSTRACT = 20_000;
const MAX_NAME = 500;
/** What lists more is taken for malformed. */
const MAX_AUTHORS = 5_000;

/** A title without letters, numbers or signs shows as nothing, and is none. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

const line = z.string().transform(oneLine);

/** What services tell of a paper, each as one line of text. */
export const title = line.pipe(z.string().max(MAX_TITLE).regex(VISIBLE));
export const abstract = line.pipe(z.string().max(MAX_ABSTRACT));
export const author = line.pipe(z.string().min(1).max(MAX_NAME));
export const authors = <T extends z.ZodType>(one: T) => z.array(one).max(MAX_AUTHORS);
