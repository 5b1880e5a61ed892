import { describe, expect, it } from '@jest/globals';
import { UploadCount } from '../../../src/aggregation/common/upload-count.js';

describe('the uploads of one source', () => {
  it('may be 30, and not one more', () => {
    const uploads = new UploadCount();
    for (let upload = 0; upload < 30; upload += 1) uploads.take();
    expect(uploads.sent).toBe(30);
    expect(() => {
      uploads.take();
    }).toThrow(/^The file was sent 30 times, and each time ISC refused it or gave no clear answer\./);
    expect(uploads.sent).toBe(30);
  });

  it('do not count where ISC said that the source was busy', () => {
    const uploads = new UploadCount();
    for (let upload = 0; upload < 100; upload += 1) {
      uploads.take();
      uploads.wasBusy();
    }
    expect([uploads.sent, uploads.busy, uploads.mayHaveStarted]).toEqual([100, 100, false]);
  });

  it('leave it open whether the last one has started something, until it is known', () => {
    const uploads = new UploadCount();
    expect(uploads.mayHaveStarted).toBe(false);
    uploads.take();
    expect(uploads.mayHaveStarted).toBe(true);
    uploads.startedNothing();
    expect(uploads.mayHaveStarted).toBe(false);
  });
});
