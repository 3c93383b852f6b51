/** Modals: the forms that a bot can open. */
import type { Outcome } from '../api/client.ts';
import { drawSelect } from './select-menu.ts';
import { optionsOf } from './components.ts';
import { element } from '../ui/dom.ts';
import { drawMarkdown, type Reader } from '../markdown/draw.ts';
import type { Modal, ModalInput, ModalPart } from '../api/types.ts';

type Values = Record<string, string | string[]>;

/**
 * Shows a modal until it's submitted or cancelled.
 *
 * @param send submits the values; if that fails, the error is shown and the modal stays open
 */
export function openModal(
  modal: Modal,
  appName: string,
  reader: Reader,
  send: (values: Values) => Promise<Outcome>,
): void {
  const values: Values = {};
  const error = element('p', { class: 'form-error', role: 'alert' });
  const submit = element('button', { type: 'submit', class: 'primary' }, 'Submit');
  const cancel = element('button', { type: 'button' }, 'Cancel');
  const parts = modal.components.map((part) => drawPart(part, reader, values));
  const body = element(
    'form',
    {},
    element('h2', {}, modal.title),
    element(
      'p',
      { class: 'form-warning' },
      `This form will be submitted to ${appName}. Do not share passwords or other sensitive information.`,
    ),
    ...parts,
    error,
    element('div', { class: 'form-buttons' }, cancel, submit),
  );
  const dialog = element('dialog', { class: 'form', 'aria-label': modal.title }, body);
  const owner = document.activeElement;
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (!(owner instanceof HTMLElement)) return;
    // Chromium returns the focus, but typing goes nowhere until it's set again.
    owner.blur();
    owner.focus();
  });
  const close = () => {
    dialog.close();
  };
  cancel.addEventListener('click', close);
  body.addEventListener('submit', (event) => {
    event.preventDefault();
    submit.disabled = true;
    error.textContent = '';
    void send(values).then((outcome) => {
      submit.disabled = false;
      if (outcome.ok) close();
      else error.textContent = outcome.error;
    });
  });
  document.body.append(dialog);
  dialog.showModal();
  body.querySelector<HTMLElement>('input, textarea, .select')?.focus();
}

function drawPart(part: ModalPart, reader: Reader, values: Values): HTMLElement {
  if (part.content !== undefined)
    return element('div', { class: 'markup' }, drawMarkdown(part.content, 'content', reader));
  const inputs = part.component === undefined ? (part.components ?? []) : [part.component];
  return element(
    'div',
    { class: 'form-part' },
    ...inputs.map((input) => {
      const isRequired = input.required !== false;
      return element(
        'label',
        {},
        element(
          'span',
          { class: isRequired ? 'form-label required' : 'form-label' },
          part.label ?? input.label ?? '',
        ),
        part.description === undefined
          ? undefined
          : element('span', { class: 'form-description' }, part.description),
        drawInput(input, isRequired, reader, values),
      );
    }),
  );
}

function drawInput(
  input: ModalInput,
  isRequired: boolean,
  reader: Reader,
  values: Values,
): HTMLElement {
  if (input.type !== 4) {
    const choose = (chosen: string[]) => {
      values[input.custom_id] = chosen;
      return Promise.resolve();
    };
    return drawSelect(input, optionsOf(input, reader), choose);
  }
  const made = element(input.style === 2 ? 'textarea' : 'input', {
    name: input.custom_id,
    required: isRequired,
    placeholder: input.placeholder,
    minlength: input.min_length === undefined ? undefined : String(input.min_length),
    maxlength: String(input.max_length ?? 4000),
  });
  made.value = input.value ?? '';
  values[input.custom_id] = made.value;
  made.addEventListener('input', () => {
    values[input.custom_id] = made.value;
  });
  return made;
}
