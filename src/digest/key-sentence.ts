/** The one sentence of an abstract in which the authors say what they do or found, verbatim. */
export function keySentence(abstract: string): string | undefined {
  const sentences = abstract.split(/(?<=[.!?]) (?=[A-Z])/);
  return (
    sentences.find((one) =>
      /\b(?:we|this paper|this work) (?:\w+ )?(?:show|present|introduce|propose|prove|find)/i.test(
        one,
      ),
    ) ?? (sentences[0] === '' ? undefined : sentences[0])
  );
}
