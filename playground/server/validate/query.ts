import { invalidForm } from './form-errors.ts';
import { isSnowflake } from '../snowflake.ts';

/** An integer from the query, within its bounds. @throws ApiError 50035 */
export const queryInteger = (
  query: URLSearchParams,
  name: string,
  { min, max, fallback }: { min: number; max: number; fallback: number },
): number => {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^-?\d+$/.test(text))
    throw invalidForm([name], 'NUMBER_TYPE_COERCE', `Value "${text}" is not int.`);
  const value = Number(text);
  if (value > max)
    throw invalidForm(
      [name],
      'NUMBER_TYPE_MAX',
      `int value should be less than or equal to ${max}.`,
    );
  if (value < min)
    throw invalidForm(
      [name],
      'NUMBER_TYPE_MIN',
      `int value should be greater than or equal to ${min}.`,
    );
  return value;
};

/** An id from the query. @throws ApiError 50035 */
export const querySnowflake = (query: URLSearchParams, name: string): string | undefined => {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!isSnowflake(text))
    throw invalidForm(
      [name],
      'NUMBER_TYPE_COERCE',
      `Value "${query.get(name) ?? ''}" is not snowflake.`,
    );
  return text;
};
