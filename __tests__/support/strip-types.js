/**
 * Lets Jest run TypeScript: Node.js takes the types out and leaves every line and column where it is. The types are
 * checked by `npm run types`. A compiler would take many times longer, in each of Jest's workers.
 */
import { stripTypeScriptTypes } from 'node:module';

export default { process: (text) => ({ code: stripTypeScriptTypes(text) }) };
