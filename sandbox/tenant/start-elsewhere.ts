/** Aggregations that somebody else starts. */
import { deliveryOf } from './csv-file.js';
import { entitlementsAsSource } from './entitlements.js';
import type { ForeignAggregation, SandboxTask } from './model.js';
import type { Tenant } from './tenant.js';

/** Starts one, whether or not another one is running; rejects if there is no such source or type. */
export async function startElsewhere(tenant: Tenant, given: ForeignAggregation): Promise<SandboxTask> {
  const { sourceId, objectType, csv, ...plan } = given;
  const source = tenant.source(sourceId);
  if (source === undefined) throw new Error('"sourceId" must be the id of a source in this sandbox.');
  const as = objectType === undefined ? source : entitlementsAsSource(source, objectType);
  if (as === undefined) throw new Error('"objectType" must be a type of entitlements of this source.');
  const delivery = csv === undefined ? undefined : await deliveryOf(as, [Buffer.from(csv)]);
  return tenant.runElsewhere(sourceId, plan, delivery, objectType);
}
