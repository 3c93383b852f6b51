/**
 * Discord's limits on a message and on autocomplete, each named once. Lengths are in UTF-16 units: the documentation
 * does not say which characters it counts, and this is the larger of the two readings.
 * Source: Discord's developer documentation, "Create Message", "Embed Limits", "Components" and
 * "Application Command Option Choice Structure".
 */
export const LIMITS = {
  content: 2000,
  embeds: 10,
  /** Over title, description, field names and values, footer and author of all embeds together. */
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
  /** Of all files of a message together; Discord takes 10 MiB where nobody pays for more. */
  fileBytes: 8 * 2 ** 20,
  fileName: 100,
  /** How many an autocomplete answer may have. */
  choices: 25,
  choiceName: 100,
  choiceValue: 100,
} as const;
