import { byId } from './dom.ts';

/**
 * Where the page is narrow, servers, channels and people lie over it and come at the press of a
 * button. They go once one is chosen, at Escape, and at a press beside them.
 *
 * @returns closes them
 */
export function startPlaces(): () => void {
  const toggle = byId('places-toggle');
  const main = document.querySelector('main');
  const show = (isOpen: boolean) => {
    document.body.classList.toggle('with-places', isOpen);
    toggle.setAttribute('aria-expanded', String(isOpen));
  };
  const isOpen = () => document.body.classList.contains('with-places');
  toggle.addEventListener('click', (event) => {
    event.stopPropagation();
    show(!isOpen());
  });
  main?.addEventListener('click', () => {
    show(false);
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !isOpen()) return;
    show(false);
    toggle.focus();
  });
  return () => {
    show(false);
  };
}
