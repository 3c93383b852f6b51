import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import { entriesOf } from './stores.ts';

const NAMESPACES = ['a', 'a:b'];
const KEYS = ['b', 'b:c', 'B', '%', '_', '\0', '論'];

/** Milliseconds; the waits below end just before and just after expiry. */
const ttl = fc.constantFrom<(number | undefined)[]>(undefined, 1, 5, 10);
const key = fc.constantFrom(...KEYS);
const value = fc
  .jsonValue({ maxDepth: 2 })
  .map((json) => JSON.parse(JSON.stringify(json)) as unknown);
const entry = fc.record({ key, value, ttl });

const operation = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  act: fc.oneof(
    fc.record({ kind: fc.constant('set' as const), entry }),
    fc.record({
      kind: fc.constant('setMany' as const),
      entries: fc.array(entry, { maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant('insertOnce' as const), entry }),
    fc.record({ kind: fc.constantFrom('get', 'has', 'delete'), key }),
    fc.record({
      kind: fc.constantFrom('getMany', 'hasMany', 'deleteMany'),
      keys: fc.array(key, { maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant('clear' as const) }),
    fc.record({ kind: fc.constant('iterate' as const) }),
    fc.record({ kind: fc.constant('wait' as const), time: fc.constantFrom(1, 4, 5, 70_000) }),
  ),
});
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;
type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

/** A store answers like a Map whose entries disappear on time. */
export function modelContract(store: () => Store): void {
  it('answers like a Map after any sequence of operations', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 40 }), async (operations) => {
        const model = new Map(NAMESPACES.map((name) => [name, modelNamespace()]));
        for (const name of NAMESPACES) await store().keyv(name).clear();
        for (const { namespace, act } of operations) {
          const expected = model.get(namespace)?.(act);
          expect(await perform(store(), namespace, act)).toStrictEqual(expected);
        }
      }),
      { numRuns: 50 },
    );
  });
}

async function perform(store: Store, namespace: string, act: Operation['act']): Promise<unknown> {
  const keyv = store.keyv<unknown>(namespace);
  switch (act.kind) {
    case 'set':
      return keyv.set(act.entry.key, act.entry.value, act.entry.ttl);
    case 'setMany':
      return keyv.setMany(act.entries.map(withoutUndefined));
    case 'insertOnce':
      return store.insertOnce(namespace, act.entry.key, act.entry.value, act.entry.ttl);
    case 'get':
      return keyv.get(act.key);
    case 'has':
      return keyv.has(act.key);
    case 'delete':
      return keyv.delete(act.key);
    case 'getMany':
      return keyv.getMany(act.keys);
    case 'hasMany':
      return keyv.hasMany(act.keys);
    case 'deleteMany':
      return keyv.deleteMany(act.keys);
    case 'clear':
      return keyv.clear();
    case 'iterate':
      return byKey(await entriesOf(keyv));
    case 'wait':
      vi.setSystemTime(Date.now() + act.time);
      return undefined;
  }
}

/** One namespace of the model: does what `perform` does, and returns what that should return. */
function modelNamespace(): (act: Operation['act']) => unknown {
  const entries = new Map<string, { value: unknown; expires: number }>();
  const has = (name: string): boolean => (entries.get(name)?.expires ?? 0) > Date.now();
  const get = (name: string): unknown => (has(name) ? entries.get(name)?.value : undefined);
  const remove = (name: string): boolean => has(name) && entries.delete(name);
  function set({ key: name, value: content, ttl: life = Infinity }: Entry): boolean {
    entries.set(name, { value: content, expires: Date.now() + life });
    return true;
  }

  return (act) => {
    switch (act.kind) {
      case 'set':
        return set(act.entry);
      case 'setMany':
        return act.entries.map(set);
      case 'insertOnce':
        return !has(act.entry.key) && set(act.entry);
      case 'get':
        return get(act.key);
      case 'has':
        return has(act.key);
      case 'delete':
        return remove(act.key);
      case 'getMany':
        return act.keys.map(get);
      case 'hasMany':
        return act.keys.map(has);
      case 'deleteMany':
        return act.keys.map(remove);
      case 'clear':
        entries.clear();
        return undefined;
      case 'iterate':
        return byKey([...entries.keys()].filter(has).map((name) => [name, get(name)]));
      case 'wait':
        return undefined;
    }
  };
}

function byKey(entries: [string, unknown][]): [string, unknown][] {
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function withoutUndefined({ key: name, value: content, ttl: life }: Entry) {
  return { key: name, value: content, ...(life === undefined ? {} : { ttl: life }) };
}
