/** The list of proposals above the input line. */
import { byId, element } from '../ui/dom.ts';
import type { Proposal, Proposals } from './proposals.ts';

/**
 * @param input the line the proposals are for; it keeps the focus
 * @param onClick called with the place of a proposal that is clicked
 */
export function createProposalList(input: HTMLInputElement, onClick: (index: number) => void) {
  const list = byId('proposals');
  let proposals: Proposals | undefined;
  let active = -1;

  const drawProposal = (item: Proposal, index: number): HTMLElement => {
    const entry = element(
      'div',
      { class: 'proposal', role: 'option', id: `proposal-${index}` },
      element('span', { class: 'proposal-label' }, item.label),
      element('span', { class: 'proposal-detail' }, item.detail),
    );
    // Not on click, which would first take the focus from the line.
    entry.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      onClick(index);
    });
    return entry;
  };

  const markActive = () => {
    list.querySelectorAll('.proposal').forEach((entry, index) => {
      entry.setAttribute('aria-selected', String(index === active));
      if (index === active) entry.scrollIntoView({ block: 'nearest' });
    });
    if (active < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `proposal-${active}`);
  };

  return {
    /** Shows these proposals instead of the ones before; undefined hides the list. */
    show(next: Proposals | undefined) {
      proposals = next;
      active = next?.eager === true && next.items.length > 0 ? 0 : -1;
      list.replaceChildren();
      list.hidden = next === undefined || (next.items.length === 0 && next.title === '');
      if (next === undefined || list.hidden) return;
      list.append(
        element('div', { class: 'proposals-title' }, next.title),
        ...next.items.map(drawProposal),
      );
      markActive();
    },
    /** Moves the marker up or down. */
    move(by: number) {
      const count = proposals?.items.length ?? 0;
      if (count === 0) return;
      active = active < 0 && by < 0 ? count - 1 : (active + by + count) % count;
      markActive();
    },
    isOpen: () => !list.hidden,
    proposals: () => proposals,
    /** The place of the marked proposal, -1 if none is. */
    active: () => active,
  };
}
