import { StepFailure } from '../model/failure.js';
import { sourceIdInName } from '../inputs/file-name.js';
import type { Connection } from '../isc/http/connection.js';
import type { Source } from '../model/task.js';
import { findSourceByName, getSource, type Place } from '../isc/sources.js';
import type { Target } from '../model/settings.js';

/**
 * The source that is meant. Given both ways, id and name must agree: a wrong id then stops here, before it
 * can overwrite another source. So must the id in the name of the file.
 *
 * @throws StepFailure if they do not, or if the source is not one that this action can serve; Refusal,
 * ConnectionFailure.
 */
export async function findSource(connection: Connection, place: Place, target: Target): Promise<Source> {
  const { sourceId, sourceName } = target;
  const source =
    sourceId !== undefined
      ? await getSource(connection, place, sourceId)
      : await findSourceByName(connection, place, sourceName ?? '');
  return agreed(source, target);
}

/** The source, if it is the one that the target means and one that can take what the target gives. @throws StepFailure */
export function agreed(source: Source, target: Target): Source {
  const { sourceName } = target;
  if (sourceName !== undefined && source.name !== sourceName) {
    throw new StepFailure(`The source ${source.id} has the name "${source.name}", not "${sourceName}".`, {
      next: 'Nothing has been sent. Mend source-id or source-name, so that both mean the same source.',
    });
  }
  refuseMismatch(source, target);
  return source;
}

function refuseMismatch(source: Source, { csv }: Target): void {
  const named = csv === undefined ? undefined : sourceIdInName(csv.name);
  if (named !== undefined && named !== source.id.toLowerCase()) {
    throw new StepFailure(
      `The name of the file ${csv?.shown ?? ''} holds the id of another source than "${source.name}".`,
      {
        next: `Nothing has been sent. The source has the id ${source.id}: give the right file or the right source.`,
      },
    );
  }
  if (source.takes === 'file' && csv === undefined) {
    throw new StepFailure(`csv-path: missing. "${source.name}" is ${source.kind} and takes a CSV file.`, {
      next: 'Nothing has been sent. Give csv-path.',
    });
  }
  if (source.takes === 'none' && csv !== undefined) {
    throw new StepFailure(`csv-path: "${source.name}" is ${source.kind} and takes no file.`, {
      next: 'Nothing has been sent. Remove csv-path, or give the source that the file is for.',
    });
  }
  if (source.takes === 'file' && !source.file.hasHeader) {
    throw new StepFailure(
      `"${source.name}" is set to read files without a heading (hasHeader "false"), which is not supported.`,
      {
        next: 'Nothing has been sent. Without headings nobody can tell columns that were mixed up. Set the source to read a header.',
      },
    );
  }
}
