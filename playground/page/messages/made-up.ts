/** Links of the sample, which lead nowhere: its papers are made up. */

/**
 * Where nothing can be: a domain and a GitHub account that nobody can have (RFC 2606; account names
 * have no double hyphens), and papers of 2099.
 */
const NOWHERE = [
  /^https:\/\/(?:[\w-]+\.)+example(?:[/?#]|$)/,
  /^https:\/\/github\.com\/made--up(?:[/?#]|$)/,
  /^https:\/\/[\w.-]+\/[\w./-]*\b99\d{2}\.\d{5}(?:v\d+)?(?:\.\w+)?$/,
];

export const isMadeUp = (address: string): boolean => NOWHERE.some((one) => one.test(address));
