/**
 * Discord's documented limits, in one place. Lengths are in UTF-16 units unless noted: the
 * documentation doesn't define a character, and UTF-16 is the stricter reading.
 *
 * Sources: discord-api-docs, resources/message, interactions/*, components/reference, reference.
 */
export const limits = {
  message: {
    content: 2000,
    embeds: 10,
    nonce: 25,
    stickers: 3,
    files: 10,
    fileBytes: 10 * 2 ** 20,
  },
  allowedMentions: { users: 100, roles: 100 },
  embed: {
    title: 256,
    description: 4096,
    fields: 25,
    fieldName: 256,
    fieldValue: 1024,
    footerText: 2048,
    authorName: 256,
    url: 2048,
    color: 0xffffff,
    /** All these texts together, over all embeds of a message. */
    total: 6000,
  },
  component: {
    rows: 5,
    buttonsPerRow: 5,
    customId: 100,
    label: 80,
    url: 512,
    placeholder: 150,
    options: 25,
    optionText: 100,
    selectValues: 25,
    textDisplay: 4000,
    /** All components of a Components V2 message, including nested ones. */
    total: 40,
    sectionTexts: 3,
    galleryItems: 10,
    mediaDescription: 1024,
    mediaUrl: 2048,
  },
  modal: {
    title: 45,
    components: 5,
    inputLabel: 45,
    inputPlaceholder: 100,
    inputValue: 4000,
    labelText: 45,
    labelDescription: 100,
  },
  command: {
    name: 32,
    description: 100,
    options: 25,
    choices: 25,
    choiceName: 100,
    choiceValue: 100,
    stringOption: 6000,
    /** Names, descriptions and values together, each in its longest localization. */
    total: 8000,
    createsPerDay: 200,
    /**
     * How many commands of each type (1 slash, 2 user, 3 message, 4 entry point) a scope can have.
     */
    perType: { 1: 100, 2: 15, 3: 15, 4: 1 } as Readonly<Record<number, number>>,
  },
  autocomplete: { choices: 25, name: 100, value: 100 },
  interaction: { answerMs: 3000, tokenMs: 15 * 60_000, userInstalledFollowUps: 5 },
  thread: { name: 100, autoArchiveMinutes: [60, 1440, 4320, 10_080], slowmode: 21_600, tags: 5 },
  /** How many messages of an announcement channel may be published per hour. */
  crosspostsPerHour: 10,
  history: { page: 100, defaultPage: 50 },
  request: { bytes: 25 * 2 ** 20 },
  gateway: { payloadBytes: 4096, eventsPerMinute: 120 },
} as const;
