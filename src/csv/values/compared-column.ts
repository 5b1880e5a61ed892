/** A column of a file, as it takes part in the comparison with the source. */
import type { AttributeType } from '../../model/source.js';

/** A column of the file whose values are compared with those in ISC. */
export interface ComparedColumn {
  readonly name: string;
  readonly type: AttributeType;
  /** An account can have several values, one per row. */
  readonly isMulti: boolean;
  /** Reports may show its values (`show-values`). */
  readonly isShown: boolean;
  /** It holds the display names of accounts. */
  readonly isDisplay?: boolean;
}
