import { expect } from 'vitest';
import type { FittedMessage } from '../../src/messages/message.ts';

/** Fails unless Discord would accept the message; checks its documented limits independently of `src`. */
export function expectWithinLimits({ content, embeds, components }: FittedMessage): void {
  expect(content.length).toBeLessThanOrEqual(2000);
  expect(content.length + embeds.length).toBeGreaterThan(0);
  expect(embeds.length).toBeLessThanOrEqual(10);
  let total = 0;
  const part = (text: string | undefined, max: number): void => {
    if (text === undefined) return;
    expect(text.length).toBeLessThanOrEqual(max);
    total += text.length;
  };
  for (const { title, description, fields = [], footer, author } of embeds) {
    part(title, 256);
    part(description, 4096);
    part(footer?.text, 2048);
    part(author?.name, 256);
    expect(fields.length).toBeLessThanOrEqual(25);
    for (const { name, value } of fields) {
      expect(name.trim()).not.toBe('');
      expect(value.trim()).not.toBe('');
      part(name, 256);
      part(value, 1024);
    }
  }
  expect(total).toBeLessThanOrEqual(6000);
  // Of several embeds with the same URL, Discord shows only the first.
  const urls = embeds.flatMap(({ url }) => url ?? []);
  expect(new Set(urls).size).toBe(urls.length);

  expect(components.length).toBeLessThanOrEqual(5);
  const ids: string[] = [];
  for (const row of components) {
    expect(row.components.length).toBeGreaterThan(0);
    expect(row.components.length).toBeLessThanOrEqual(5);
    for (const component of row.components) {
      if ('custom_id' in component) ids.push(component.custom_id);
      if ('label' in component) expect(component.label.length).toBeLessThanOrEqual(80);
      if (!('options' in component)) continue;
      expect(component.options.length).toBeGreaterThan(0);
      expect(component.options.length).toBeLessThanOrEqual(25);
      expect(component.placeholder?.length).toBeLessThanOrEqual(150);
      expect(new Set(component.options.map(({ value }) => value)).size).toBe(
        component.options.length,
      );
      for (const { label, value, description } of component.options) {
        expect(label.trim()).not.toBe('');
        for (const text of [label, value, description ?? '']) {
          expect(text.length).toBeLessThanOrEqual(100);
        }
      }
    }
  }
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id.length).toBeLessThanOrEqual(100);
}
