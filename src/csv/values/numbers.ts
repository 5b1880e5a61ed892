/** Numbers as people and programs write them. */
import { halvesAt } from '../../model/words.js';

/** The numbers that a text can mean, and how it is written. */
export interface WrittenNumber {
  /** In the shortest notation with a decimal point. Two if a sign may be a decimal or a thousands separator. */
  readonly readings: readonly string[];
  readonly hasLeadingZeros: boolean;
  readonly hasDecimalComma: boolean;
  readonly hasThousands: boolean;
  readonly hasExponent: boolean;
  readonly isPercent: boolean;
}

/** Longer texts are no numbers. Characters. */
const LONGEST = 60;

/** More places than this are no number that anybody wrote. */
const MOST_PLACES = 40;

const WHOLE = /^[+-]?\d+$/;

/** Direction marks and white space of any kind, which may also separate thousands. */
const BLANKS = /[\s\u{61c}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu;

/** The number that a text says; `undefined` if it says none. */
export function writtenNumber(text: string): WrittenNumber | undefined {
  if (text === '' || text.length > LONGEST) return undefined;
  if (WHOLE.test(text)) {
    const digits = text.replace(/^[+-]/, '');
    return {
      ...PLAIN,
      readings: [whole(text)],
      hasLeadingZeros: digits.length > 1 && digits.startsWith('0'),
    };
  }
  if (!/\d/.test(text) || !/^[-+.,\d\s\u{61c}\u{200e}\u{200f}\u{2212}]/u.test(text)) return undefined;
  const isPercent = text.endsWith('%');
  const bare = text
    .replace(/%$/, '')
    .replaceAll('\u{2212}', '-')
    .replaceAll('\u{66b}', '.')
    .replaceAll('\u{66c}', '’')
    .replace(BLANKS, '’')
    .replace(/^’+|’+$/g, '')
    .replaceAll("'", '’');
  const forms = formsOf(bare);
  if (forms === undefined) return undefined;
  const readings = forms.readings.map(shortest).filter((one) => one !== undefined);
  if (readings.length === 0) return undefined;
  return {
    readings,
    hasLeadingZeros: /^[+-]?0\d/.test(bare),
    hasDecimalComma: /,\d*(?:$|[eE])/.test(bare) && !forms.hasThousands,
    hasThousands: forms.hasThousands,
    hasExponent: /e/i.test(bare),
    isPercent,
  };
}

const PLAIN = {
  hasLeadingZeros: false,
  hasDecimalComma: false,
  hasThousands: false,
  hasExponent: false,
  isPercent: false,
};

interface Forms {
  /** With a decimal point, and without thousands separators. */
  readonly readings: readonly string[];
  readonly hasThousands: boolean;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

function formsOf(text: string): Forms | undefined {
  // Groups of three, separated by blanks or apostrophes.
  if (text.includes('’')) {
    if (!/^[+-]?\d{1,3}(?:’\d{3})+(?:[.,]\d*)?$/.test(text)) return undefined;
    return { readings: [text.replaceAll('’', '').replace(',', '.')], hasThousands: true };
  }
  if (NUMBER.test(text)) {
    // "4.000" may be four, or four thousand.
    const isInDoubt = /^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(text);
    return { readings: isInDoubt ? [text, text.replace('.', '')] : [text], hasThousands: false };
  }
  if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(text)) {
    return { readings: [text.replace(',', ''), text.replace(',', '.')], hasThousands: true };
  }
  if (/^[+-]?\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*)?$/.test(text))
    return { readings: [text.replaceAll(',', '')], hasThousands: true };
  if (/^[+-]?\d{1,3}(?:\.\d{3})+,\d*$/.test(text) || /^[+-]?\d{1,3}(?:\.\d{3}){2,}$/.test(text)) {
    return { readings: [text.replaceAll('.', '').replace(',', '.')], hasThousands: true };
  }
  const withPoint = text.replace(',', '.');
  return NUMBER.test(withPoint) ? { readings: [withPoint], hasThousands: false } : undefined;
}

function whole(text: string): string {
  const digits = text.replace(/^([+-]?)0+(?=\d)/, '$1').replace(/^\+/, '');
  return digits === '-0' ? '0' : digits;
}

/** Without an exponent, leading zeros, and zeros behind the decimal point; `undefined` for too many places. */
function shortest(text: string): string | undefined {
  const [mantissa, exponent] = halvesAt(text.toLowerCase(), 'e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [units, decimals] = halvesAt(mantissa.replace(/^[+-]/, ''), '.');
  return placed(sign, units + decimals, units.length + Number(exponent));
}

/** The digits with the decimal point before the one with this index. */
function placed(sign: string, digits: string, point: number): string | undefined {
  if (Math.abs(point) > MOST_PLACES) return undefined;
  const before = point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0');
  const behind = point < 0 ? digits.padStart(digits.length - point, '0') : digits.slice(point);
  const units = before.replace(/^0+/, '') || '0';
  const decimals = behind.replace(/0+$/, '');
  const all = decimals === '' ? units : `${units}.${decimals}`;
  return all === '0' ? '0' : `${sign}${all}`;
}

interface Digits {
  readonly sign: string;
  /** Without zeros at the beginning. */
  readonly digits: string;
  /** How many digits stand before the decimal point; negative: zeros follow it. */
  readonly point: number;
}

function digitsOf(number: string): Digits {
  const sign = number.startsWith('-') ? '-' : '';
  const [units, decimals] = halvesAt(number.replace('-', ''), '.');
  const all = units + decimals;
  const digits = all.replace(/^0+/, '');
  return { sign, digits, point: units.length - (all.length - digits.length) };
}

/** The number (in its shortest notation) times ten to the power of `power`. */
export function scaled(number: string, power: number): string | undefined {
  const { digits, point, sign } = digitsOf(number);
  return placed(sign, digits, point + power);
}

/** The number cut, rounded half up and half down to `count` of its digits, if it has more. */
export function rounded(number: string, count: number): readonly string[] {
  const { digits, point, sign } = digitsOf(number);
  if (count < 0 || digits.length <= count) return [];
  const cut = digits.slice(0, count);
  const up = count === 0 ? '1' : String(BigInt(cut) + 1n).padStart(count, '0');
  // 99.6 is rounded to 100: one digit more before the decimal point.
  const upPoint = point + Math.max(0, up.length - Math.max(count, 0));
  const options = [placed(sign, cut, point), placed(sign, up, upPoint)];
  const isUp = digits.charCodeAt(count) >= 0x35;
  return (isUp ? options : options.slice(0, 1)).filter((one) => one !== undefined);
}

/** How many digits a number has, without zeros at its beginning. */
export function digitCount(number: string): number {
  return digitsOf(number).digits.length;
}

/** How many of its digits stand behind the decimal point. */
export function decimalCount(number: string): number {
  return number.split('.')[1]?.length ?? 0;
}
