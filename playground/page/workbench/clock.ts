/** The workbench's clock: the playground's time, and controls to move it. */
import { element } from '../ui/dom.ts';
import { moments, spanText } from './moments.ts';
import { clockOffset, now } from '../ui/clock.ts';

/**
 * @param move takes Unix milliseconds, or null for the machine's own time; resolves when the clock is
 * there
 */
export function createClockPanel(move: (to: number | null) => Promise<void>) {
  let isMoving = false;
  // One move at a time: where the next one goes depends on where this one ends.
  const moveTo = (to: number | null) => {
    isMoving = true;
    show();
    void move(to).finally(() => {
      isMoving = false;
      show();
    });
  };
  const face = element('time', { class: 'clock' });
  const ahead = element('span', { class: 'clock-ahead' });
  const picker = element('input', { type: 'datetime-local', 'aria-label': 'A moment to go to' });
  const button = (text: string, act: () => void, title?: string) => {
    const made = element('button', { type: 'button', title }, text);
    made.addEventListener('click', act);
    return made;
  };
  const back = button(
    'Back to now',
    () => {
      moveTo(null);
    },
    "Restarts the bot: programs don't expect the clock to go back",
  );
  const go = button('Go', () => {
    const to = new Date(picker.value).getTime();
    if (!Number.isNaN(to)) moveTo(to);
  });
  picker.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') go.click();
  });

  const show = () => {
    const time = new Date(now());
    face.dateTime = time.toISOString();
    face.textContent = time.toLocaleString(undefined, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    const offset = clockOffset();
    ahead.textContent = isMoving
      ? 'waiting for the bot …'
      : offset === 0
        ? "your machine's time"
        : `${spanText(offset)} ahead`;
    for (const one of root.querySelectorAll('button')) one.disabled = isMoving;
    back.disabled = isMoving || offset === 0;
  };
  const root = element(
    'div',
    {},
    element('p', { class: 'clock-line' }, face, ahead),
    element(
      'div',
      { class: 'controls' },
      ...Object.entries(moments).map(([text, moment]) =>
        button(text, () => {
          moveTo(moment(now()));
        }),
      ),
    ),
    element('div', { class: 'controls' }, picker, go, back),
  );
  setInterval(show, 500);
  show();

  return { root, show, isMoving: () => isMoving };
}
