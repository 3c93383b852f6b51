/**
 * The dark and light themes, and today's colours for the web components, which come with those of
 * 2021. They draw in a shadow root, so each of them has to adopt a style sheet.
 */
import {
  DiscordActionRow,
  DiscordAuthorInfo,
  DiscordButton,
  DiscordCommand,
  DiscordEmbed,
  DiscordEmbedField,
  DiscordEmbedFooter,
  DiscordMessage,
  DiscordMessages,
  DiscordReply,
  DiscordStringSelectMenu,
} from '@skyra/discord-components-core';
import { byId } from './dom.ts';

type Theme = 'dark' | 'light';

const sheets: [{ elementStyles: unknown[] }, string][] = [
  [DiscordMessages, ':host, :host([light-theme]) { background: none; border: none; }'],
  [
    DiscordMessage,
    `:host, :host([light-theme]) { color: var(--text); padding-right: 48px; }
     @media (width < 760px) { :host, :host([light-theme]) { padding-right: 16px; } }
     :host(:hover) { background-color: var(--hover); }
     :host([ephemeral]), :host([ephemeral][light-theme]) {
       background-color: rgb(88 101 242 / 7%); }
     :host([ephemeral]:hover) { background-color: rgb(88 101 242 / 11%); }
     .discord-message-timestamp, :host([light-theme]) .discord-message-timestamp,
     .discord-message-edited, .discord-message-ephemeral,
     :host([light-theme]) .discord-message-ephemeral { color: var(--muted); }
     .discord-message-body-only-indent { width: 56px; margin: 0; flex: none; font-size: 11px; }
     .discord-message-content { min-width: 0; line-height: 1.375rem; }
     .discord-message-ephemeral .discord-message-ephemeral-link { color: var(--link); }
     .discord-message-ephemeral { margin-bottom: 4px; }`,
  ],
  [
    DiscordAuthorInfo,
    ':host .discord-author-username { color: var(--heading); } :host { line-height: 1.375rem; }',
  ],
  [
    DiscordEmbed,
    `:host, :host([light-theme]) { color: var(--text); font-size: 14px; margin: 4px 0; }
     :host .discord-left-border { background-color: var(--rail); }
     :host .discord-embed-wrapper, :host([light-theme]) .discord-embed-wrapper {
       background-color: var(--embed); border: 1px solid var(--embed-edge); border-left: none;
       max-width: 520px; min-width: 0; }
     :host .discord-embed-wrapper .discord-embed-grid {
       display: grid; grid-template-columns: minmax(0, 1fr) auto; }
     :host([with-image]) .discord-embed-root { flex: 1; max-width: 520px; }
     :host([with-image]) .discord-embed-wrapper { justify-self: stretch; }`,
  ],
  [DiscordEmbedField, ':host { word-break: break-word; }'],
  [DiscordEmbedFooter, ':host, :host([light-theme]) { color: var(--muted); }'],
  [
    DiscordCommand,
    `:host, :host([light-theme]) { color: var(--muted); }
     :host .discord-replied-message-username,
     :host([light-theme]) .discord-replied-message-username { color: var(--heading); }
     :host .discord-slash-command-name {
       background-color: var(--mention); color: var(--mention-text) !important; }`,
  ],
  [
    DiscordReply,
    `:host, :host([light-theme]) { color: var(--muted); }
     :host .discord-replied-message-username,
     :host([light-theme]) .discord-replied-message-username { color: var(--heading); }`,
  ],
  [DiscordActionRow, ':host { align-items: center; }'],
  [
    DiscordButton,
    `:host > *:first-child { border-radius: 8px; }
     :host > *:first-child:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
     a svg { margin-left: 8px; }
     .primary { background-color: #5865f2; }
     .secondary { background-color: var(--button); color: var(--button-text); }
     .secondary.hoverable:hover, a.secondary:hover { background-color: var(--button-hover); }
     .success { background-color: #248046; }
     .success.hoverable:hover { background-color: #1a6334; }
     .destructive { background-color: #da373c; }
     .destructive.hoverable:hover { background-color: #a12828; }`,
  ],
  [
    DiscordStringSelectMenu,
    `:host { display: block; width: 100%; max-width: 400px; }
     .discord-string-select-menu, :host([light-theme]) .discord-string-select-menu {
       width: 100%; max-width: none; margin: 4px 0; height: 44px; border-radius: 8px;
       background-color: var(--input) !important; border-color: var(--edge) !important;
       color: var(--muted); font-size: 16px; font-weight: 400; }
     .discord-string-select-menu > span:first-child {
       overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
     .discord-expand-more-icon { flex: none; }`,
  ],
];

/** Must be called once, before the first message is drawn. */
export function restyleComponents(): void {
  for (const [component, text] of sheets) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    component.elementStyles.push(sheet);
  }
}

/** Starts with the person's own choice, or else with what their system prefers. */
export function startTheme(button: HTMLElement): void {
  const light = window.matchMedia('(prefers-color-scheme: light)');
  const wanted = (): Theme => {
    const kept = localStorage.getItem('theme');
    if (kept === 'dark' || kept === 'light') return kept;
    return light.matches ? 'light' : 'dark';
  };
  const apply = () => {
    const theme = wanted();
    document.documentElement.dataset['theme'] = theme;
    byId('messages').toggleAttribute('light-theme', theme === 'light');
    const other = theme === 'dark' ? 'light' : 'dark';
    button.title = `Switch to the ${other} theme`;
    button.setAttribute('aria-label', button.title);
    button.textContent = theme === 'dark' ? '☀' : '☾';
  };
  light.addEventListener('change', apply);
  button.addEventListener('click', () => {
    localStorage.setItem('theme', wanted() === 'dark' ? 'light' : 'dark');
    apply();
  });
  apply();
}
