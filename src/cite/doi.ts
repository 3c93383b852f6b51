/** The DOI that arXiv has registered for each of its papers. Source: arXiv's help, "DOIs". */
export const doi = (arxivId: string): string => `10.48550/arXiv.${arxivId}`;
