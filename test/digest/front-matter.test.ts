import { describe, expect, it } from 'vitest';
import { parseDigest } from '../../src/digest/parse.ts';

const problemOf = (text: string, file = '2021-05-05.md') => parseDigest(text, file).problems;

declare global {
  var executed: boolean | undefined;
}

describe('front matter', () => {
  it('is never run as code, whatever language it claims', () => {
    for (const language of ['js', 'javascript', 'coffee', 'json']) {
      const text = `---${language}\nglobalThis.executed = true\n---\n`;
      expect(problemOf(text)).toEqual([
        { file: '2021-05-05.md', line: 1, reason: 'no front matter: the first line must be ---' },
      ]);
    }
    expect(globalThis.executed).toBeUndefined();
  });

  it('reports the line where the YAML breaks', () => {
    const [problem] = problemOf('---\ntitle: x\nslug: "a\n---\n');
    expect(problem?.reason).toMatch(/^front matter isn't valid YAML: /);
    expect(problem?.line).toBeGreaterThan(2);
  });

  it('reports a malformed file the same way every time', () => {
    const text = '---\ntitle: [\n---\n';
    expect(problemOf(text)).toEqual(problemOf(text));
    expect(problemOf(text)[0]?.reason).toContain('valid YAML');
  });

  it.each([
    ['a string', '---\njust words\n---\n'],
    ['a list', '---\n- a\n- b\n---\n'],
    ['a map as the slug', '---\nslug:\n  a: b\n---\n'],
  ])('reports %s as a problem instead of throwing', (_what, text) => {
    const { digest, problems } = parseDigest(text, '2021-05-05.md');
    expect(digest).toBeUndefined();
    expect(problems).toHaveLength(1);
  });

  it("can't reach the prototype of anything", () => {
    const text = '---\n__proto__:\n  polluted: yes\nslug: "x-2021-05-05"\n---\n';
    expect(parseDigest(text, 'x.md').digest?.day).toBe('2021-05-05');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('ends at once with nested aliases', () => {
    const levels = Array.from({ length: 40 }, (_, n) =>
      n === 0 ? 'a0: &a0 [x, x]' : `a${n}: &a${n} [*a${n - 1}, *a${n - 1}, *a${n - 1}]`,
    );
    const text = `---\n${levels.join('\n')}\nslug: "x-2021-05-05"\n---\n`;
    expect(parseDigest(text, 'x.md').digest?.day).toBe('2021-05-05');
  });

  it('takes the day from the slug, since its date is another', () => {
    const text = '---\ndate: 2021-05-06T09:06:46.Z\nslug: "hot-papers-2021-05-05"\n---\n';
    expect(parseDigest(text, '2020-01-01.md').digest).toMatchObject({ day: '2021-05-05' });
  });

  it('may be unquoted, although YAML makes dates and numbers of it', () => {
    const text = '---\ntitle: 2021\nslug: 2021-05-05 # the day\n---\n';
    expect(parseDigest(text, 'x.md').digest).toMatchObject({ day: '2021-05-05', title: '2021' });
  });

  it('is read and reported when its slug names another day than the file', () => {
    const text = '---\ntitle: T\nslug: "hot-papers-2021-05-05"\n---\n';
    expect(parseDigest(text, '2021-05-06.md')).toMatchObject({
      digest: { day: '2021-05-05' },
      problems: [{ line: 3, reason: expect.stringContaining('2021-05-06') as string }],
    });
  });

  it('is refused when it is huge', () => {
    const text = `---\nslug: "x-2021-05-05"\n${'a: b\n'.repeat(5000)}---\n`;
    expect(problemOf(text)[0]?.reason).toContain('front matter is over');
  });

  it('may leave the day to the file name', () => {
    expect(parseDigest('---\ntitle: T\n---\n', 'a/b/2021-05-05---x.md').digest).toEqual({
      day: '2021-05-05',
      title: 'T',
      file: 'a/b/2021-05-05---x.md',
      papers: [],
    });
  });

  it.each(['hot-papers', 'hot-papers-2021-02-30', 'x-12021-05-05'])(
    'gets no day from the slug %s',
    (slug) => {
      expect(problemOf(`---\ntitle: T\nslug: "${slug}"\n---\n`)).toEqual([
        { file: '2021-05-05.md', line: 3, reason: expect.stringMatching(/^no date: /) as string },
      ]);
    },
  );
});
