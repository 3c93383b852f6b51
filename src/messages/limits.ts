/**
 * Discord's limits on a message and on autocomplete, each named once. Lengths are in UTF-16 units:
 * Discord doesn't document which characters it counts, and this is the safe reading.
 *
 * Source: Discord's developer documentation, "Create Message", "Embed Limits", "Components" and
 * "Application Command Option Choice Structure".
 */
export const LIMITS = {
  content: 2000,
  embeds: 10,
  /** Title, description, field names and values, footer and author of all embeds together. */
  embedTotal: 6000,
  title: 256,
  description: 4096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  author: 256,
  rows: 5,
  options: 25,
  optionText: 100,
  placeholder: 150,
  customId: 100,
  files: 10,
  /** All files of a message together. Discord takes 10 MiB in servers without boosts. */
  fileBytes: 8 * 2 ** 20,
  fileName: 100,
  /** The choices of an autocomplete response. */
  choices: 25,
  choiceName: 100,
  choiceValue: 100,
} as const;
