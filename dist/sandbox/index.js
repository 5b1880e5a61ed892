import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 680:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const { parseContentType } = __nccwpck_require__(313);

function getInstance(cfg) {
  const headers = cfg.headers;
  const conType = parseContentType(headers['content-type']);
  if (!conType)
    throw new Error('Malformed content type');

  for (const type of TYPES) {
    const matched = type.detect(conType);
    if (!matched)
      continue;

    const instanceCfg = {
      limits: cfg.limits,
      headers,
      conType,
      highWaterMark: undefined,
      fileHwm: undefined,
      defCharset: undefined,
      defParamCharset: undefined,
      preservePath: false,
    };
    if (cfg.highWaterMark)
      instanceCfg.highWaterMark = cfg.highWaterMark;
    if (cfg.fileHwm)
      instanceCfg.fileHwm = cfg.fileHwm;
    instanceCfg.defCharset = cfg.defCharset;
    instanceCfg.defParamCharset = cfg.defParamCharset;
    instanceCfg.preservePath = cfg.preservePath;
    return new type(instanceCfg);
  }

  throw new Error(`Unsupported content type: ${headers['content-type']}`);
}

// Note: types are explicitly listed here for easier bundling
// See: https://github.com/mscdex/busboy/issues/121
const TYPES = [
  __nccwpck_require__(894),
  __nccwpck_require__(261),
].filter(function(typemod) { return typeof typemod.detect === 'function'; });

module.exports = (cfg) => {
  if (typeof cfg !== 'object' || cfg === null)
    cfg = {};

  if (typeof cfg.headers !== 'object'
      || cfg.headers === null
      || typeof cfg.headers['content-type'] !== 'string') {
    throw new Error('Missing Content-Type');
  }

  return getInstance(cfg);
};


/***/ }),

/***/ 894:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const { Readable, Writable } = __nccwpck_require__(203);

const StreamSearch = __nccwpck_require__(26);

const {
  basename,
  convertToUTF8,
  getDecoder,
  parseContentType,
  parseDisposition,
} = __nccwpck_require__(313);

const BUF_CRLF = Buffer.from('\r\n');
const BUF_CR = Buffer.from('\r');
const BUF_DASH = Buffer.from('-');

function noop() {}

const MAX_HEADER_PAIRS = 2000; // From node
const MAX_HEADER_SIZE = 16 * 1024; // From node (its default value)

const HPARSER_NAME = 0;
const HPARSER_PRE_OWS = 1;
const HPARSER_VALUE = 2;
class HeaderParser {
  constructor(cb) {
    this.header = Object.create(null);
    this.pairCount = 0;
    this.byteCount = 0;
    this.state = HPARSER_NAME;
    this.name = '';
    this.value = '';
    this.crlf = 0;
    this.cb = cb;
  }

  reset() {
    this.header = Object.create(null);
    this.pairCount = 0;
    this.byteCount = 0;
    this.state = HPARSER_NAME;
    this.name = '';
    this.value = '';
    this.crlf = 0;
  }

  push(chunk, pos, end) {
    let start = pos;
    while (pos < end) {
      switch (this.state) {
        case HPARSER_NAME: {
          let done = false;
          for (; pos < end; ++pos) {
            if (this.byteCount === MAX_HEADER_SIZE)
              return -1;
            ++this.byteCount;
            const code = chunk[pos];
            if (TOKEN[code] !== 1) {
              if (code !== 58/* ':' */)
                return -1;
              this.name += chunk.latin1Slice(start, pos);
              if (this.name.length === 0)
                return -1;
              ++pos;
              done = true;
              this.state = HPARSER_PRE_OWS;
              break;
            }
          }
          if (!done) {
            this.name += chunk.latin1Slice(start, pos);
            break;
          }
          // FALLTHROUGH
        }
        case HPARSER_PRE_OWS: {
          // Skip optional whitespace
          let done = false;
          for (; pos < end; ++pos) {
            if (this.byteCount === MAX_HEADER_SIZE)
              return -1;
            ++this.byteCount;
            const code = chunk[pos];
            if (code !== 32/* ' ' */ && code !== 9/* '\t' */) {
              start = pos;
              done = true;
              this.state = HPARSER_VALUE;
              break;
            }
          }
          if (!done)
            break;
          // FALLTHROUGH
        }
        case HPARSER_VALUE:
          switch (this.crlf) {
            case 0: // Nothing yet
              for (; pos < end; ++pos) {
                if (this.byteCount === MAX_HEADER_SIZE)
                  return -1;
                ++this.byteCount;
                const code = chunk[pos];
                if (FIELD_VCHAR[code] !== 1) {
                  if (code !== 13/* '\r' */)
                    return -1;
                  ++this.crlf;
                  break;
                }
              }
              this.value += chunk.latin1Slice(start, pos++);
              break;
            case 1: // Received CR
              if (this.byteCount === MAX_HEADER_SIZE)
                return -1;
              ++this.byteCount;
              if (chunk[pos++] !== 10/* '\n' */)
                return -1;
              ++this.crlf;
              break;
            case 2: { // Received CR LF
              if (this.byteCount === MAX_HEADER_SIZE)
                return -1;
              ++this.byteCount;
              const code = chunk[pos];
              if (code === 32/* ' ' */ || code === 9/* '\t' */) {
                // Folded value
                start = pos;
                this.crlf = 0;
              } else {
                if (++this.pairCount < MAX_HEADER_PAIRS) {
                  this.name = this.name.toLowerCase();
                  if (this.header[this.name] === undefined)
                    this.header[this.name] = [this.value];
                  else
                    this.header[this.name].push(this.value);
                }
                if (code === 13/* '\r' */) {
                  ++this.crlf;
                  ++pos;
                } else {
                  // Assume start of next header field name
                  start = pos;
                  this.crlf = 0;
                  this.state = HPARSER_NAME;
                  this.name = '';
                  this.value = '';
                }
              }
              break;
            }
            case 3: { // Received CR LF CR
              if (this.byteCount === MAX_HEADER_SIZE)
                return -1;
              ++this.byteCount;
              if (chunk[pos++] !== 10/* '\n' */)
                return -1;
              // End of header
              const header = this.header;
              this.reset();
              this.cb(header);
              return pos;
            }
          }
          break;
      }
    }

    return pos;
  }
}

class FileStream extends Readable {
  constructor(opts, owner) {
    super(opts);
    this.truncated = false;
    this._readcb = null;
    this.once('end', () => {
      // We need to make sure that we call any outstanding _writecb() that is
      // associated with this file so that processing of the rest of the form
      // can continue. This may not happen if the file stream ends right after
      // backpressure kicks in, so we force it here.
      this._read();
      if (--owner._fileEndsLeft === 0 && owner._finalcb) {
        const cb = owner._finalcb;
        owner._finalcb = null;
        // Make sure other 'end' event handlers get a chance to be executed
        // before busboy's 'finish' event is emitted
        process.nextTick(cb);
      }
    });
  }
  _read(n) {
    const cb = this._readcb;
    if (cb) {
      this._readcb = null;
      cb();
    }
  }
}

const ignoreData = {
  push: (chunk, pos) => {},
  destroy: () => {},
};

function callAndUnsetCb(self, err) {
  const cb = self._writecb;
  self._writecb = null;
  if (err)
    self.destroy(err);
  else if (cb)
    cb();
}

function nullDecoder(val, hint) {
  return val;
}

class Multipart extends Writable {
  constructor(cfg) {
    const streamOpts = {
      autoDestroy: true,
      emitClose: true,
      highWaterMark: (typeof cfg.highWaterMark === 'number'
                      ? cfg.highWaterMark
                      : undefined),
    };
    super(streamOpts);

    if (!cfg.conType.params || typeof cfg.conType.params.boundary !== 'string')
      throw new Error('Multipart: Boundary not found');

    const boundary = cfg.conType.params.boundary;
    const paramDecoder = (typeof cfg.defParamCharset === 'string'
                            && cfg.defParamCharset
                          ? getDecoder(cfg.defParamCharset)
                          : nullDecoder);
    const defCharset = (cfg.defCharset || 'utf8');
    const preservePath = cfg.preservePath;
    const fileOpts = {
      autoDestroy: true,
      emitClose: true,
      highWaterMark: (typeof cfg.fileHwm === 'number'
                      ? cfg.fileHwm
                      : undefined),
    };

    const limits = cfg.limits;
    const fieldSizeLimit = (limits && typeof limits.fieldSize === 'number'
                            ? limits.fieldSize
                            : 1 * 1024 * 1024);
    const fileSizeLimit = (limits && typeof limits.fileSize === 'number'
                           ? limits.fileSize
                           : Infinity);
    const filesLimit = (limits && typeof limits.files === 'number'
                        ? limits.files
                        : Infinity);
    const fieldsLimit = (limits && typeof limits.fields === 'number'
                         ? limits.fields
                         : Infinity);
    const partsLimit = (limits && typeof limits.parts === 'number'
                        ? limits.parts
                        : Infinity);

    let parts = -1; // Account for initial boundary
    let fields = 0;
    let files = 0;
    let skipPart = false;

    this._fileEndsLeft = 0;
    this._fileStream = undefined;
    this._complete = false;
    let fileSize = 0;

    let field;
    let fieldSize = 0;
    let partCharset;
    let partEncoding;
    let partType;
    let partName;
    let partTruncated = false;

    let hitFilesLimit = false;
    let hitFieldsLimit = false;

    this._hparser = null;
    const hparser = new HeaderParser((header) => {
      this._hparser = null;
      skipPart = false;

      partType = 'text/plain';
      partCharset = defCharset;
      partEncoding = '7bit';
      partName = undefined;
      partTruncated = false;

      let filename;
      if (!header['content-disposition']) {
        skipPart = true;
        return;
      }

      const disp = parseDisposition(header['content-disposition'][0],
                                    paramDecoder);
      if (!disp || disp.type !== 'form-data') {
        skipPart = true;
        return;
      }

      if (disp.params) {
        if (disp.params.name)
          partName = disp.params.name;

        if (disp.params['filename*'])
          filename = disp.params['filename*'];
        else if (disp.params.filename)
          filename = disp.params.filename;

        if (filename !== undefined && !preservePath)
          filename = basename(filename);
      }

      if (header['content-type']) {
        const conType = parseContentType(header['content-type'][0]);
        if (conType) {
          partType = `${conType.type}/${conType.subtype}`;
          if (conType.params && typeof conType.params.charset === 'string')
            partCharset = conType.params.charset.toLowerCase();
        }
      }

      if (header['content-transfer-encoding'])
        partEncoding = header['content-transfer-encoding'][0].toLowerCase();

      if (partType === 'application/octet-stream' || filename !== undefined) {
        // File

        if (files === filesLimit) {
          if (!hitFilesLimit) {
            hitFilesLimit = true;
            this.emit('filesLimit');
          }
          skipPart = true;
          return;
        }
        ++files;

        if (this.listenerCount('file') === 0) {
          skipPart = true;
          return;
        }

        fileSize = 0;
        this._fileStream = new FileStream(fileOpts, this);
        ++this._fileEndsLeft;
        this.emit(
          'file',
          partName,
          this._fileStream,
          { filename,
            encoding: partEncoding,
            mimeType: partType }
        );
      } else {
        // Non-file

        if (fields === fieldsLimit) {
          if (!hitFieldsLimit) {
            hitFieldsLimit = true;
            this.emit('fieldsLimit');
          }
          skipPart = true;
          return;
        }
        ++fields;

        if (this.listenerCount('field') === 0) {
          skipPart = true;
          return;
        }

        field = [];
        fieldSize = 0;
      }
    });

    let matchPostBoundary = 0;
    const ssCb = (isMatch, data, start, end, isDataSafe) => {
retrydata:
      while (data) {
        if (this._hparser !== null) {
          const ret = this._hparser.push(data, start, end);
          if (ret === -1) {
            this._hparser = null;
            hparser.reset();
            this.emit('error', new Error('Malformed part header'));
            break;
          }
          start = ret;
        }

        if (start === end)
          break;

        if (matchPostBoundary !== 0) {
          if (matchPostBoundary === 1) {
            switch (data[start]) {
              case 45: // '-'
                // Try matching '--' after boundary
                matchPostBoundary = 2;
                ++start;
                break;
              case 13: // '\r'
                // Try matching CR LF before header
                matchPostBoundary = 3;
                ++start;
                break;
              default:
                matchPostBoundary = 0;
            }
            if (start === end)
              return;
          }

          if (matchPostBoundary === 2) {
            matchPostBoundary = 0;
            if (data[start] === 45/* '-' */) {
              // End of multipart data
              this._complete = true;
              this._bparser = ignoreData;
              return;
            }
            // We saw something other than '-', so put the dash we consumed
            // "back"
            const writecb = this._writecb;
            this._writecb = noop;
            ssCb(false, BUF_DASH, 0, 1, false);
            this._writecb = writecb;
          } else if (matchPostBoundary === 3) {
            matchPostBoundary = 0;
            if (data[start] === 10/* '\n' */) {
              ++start;
              if (parts >= partsLimit)
                break;
              // Prepare the header parser
              this._hparser = hparser;
              if (start === end)
                break;
              // Process the remaining data as a header
              continue retrydata;
            } else {
              // We saw something other than LF, so put the CR we consumed
              // "back"
              const writecb = this._writecb;
              this._writecb = noop;
              ssCb(false, BUF_CR, 0, 1, false);
              this._writecb = writecb;
            }
          }
        }

        if (!skipPart) {
          if (this._fileStream) {
            let chunk;
            const actualLen = Math.min(end - start, fileSizeLimit - fileSize);
            if (!isDataSafe) {
              chunk = Buffer.allocUnsafe(actualLen);
              data.copy(chunk, 0, start, start + actualLen);
            } else {
              chunk = data.slice(start, start + actualLen);
            }

            fileSize += chunk.length;
            if (fileSize === fileSizeLimit) {
              if (chunk.length > 0)
                this._fileStream.push(chunk);
              this._fileStream.emit('limit');
              this._fileStream.truncated = true;
              skipPart = true;
            } else if (!this._fileStream.push(chunk)) {
              if (this._writecb)
                this._fileStream._readcb = this._writecb;
              this._writecb = null;
            }
          } else if (field !== undefined) {
            let chunk;
            const actualLen = Math.min(
              end - start,
              fieldSizeLimit - fieldSize
            );
            if (!isDataSafe) {
              chunk = Buffer.allocUnsafe(actualLen);
              data.copy(chunk, 0, start, start + actualLen);
            } else {
              chunk = data.slice(start, start + actualLen);
            }

            fieldSize += actualLen;
            field.push(chunk);
            if (fieldSize === fieldSizeLimit) {
              skipPart = true;
              partTruncated = true;
            }
          }
        }

        break;
      }

      if (isMatch) {
        matchPostBoundary = 1;

        if (this._fileStream) {
          // End the active file stream if the previous part was a file
          this._fileStream.push(null);
          this._fileStream = null;
        } else if (field !== undefined) {
          let data;
          switch (field.length) {
            case 0:
              data = '';
              break;
            case 1:
              data = convertToUTF8(field[0], partCharset, 0);
              break;
            default:
              data = convertToUTF8(
                Buffer.concat(field, fieldSize),
                partCharset,
                0
              );
          }
          field = undefined;
          fieldSize = 0;
          this.emit(
            'field',
            partName,
            data,
            { nameTruncated: false,
              valueTruncated: partTruncated,
              encoding: partEncoding,
              mimeType: partType }
          );
        }

        if (++parts === partsLimit)
          this.emit('partsLimit');
      }
    };
    this._bparser = new StreamSearch(`\r\n--${boundary}`, ssCb);

    this._writecb = null;
    this._finalcb = null;

    // Just in case there is no preamble
    this.write(BUF_CRLF);
  }

  static detect(conType) {
    return (conType.type === 'multipart' && conType.subtype === 'form-data');
  }

  _write(chunk, enc, cb) {
    this._writecb = cb;
    this._bparser.push(chunk, 0);
    if (this._writecb)
      callAndUnsetCb(this);
  }

  _destroy(err, cb) {
    this._hparser = null;
    this._bparser = ignoreData;
    if (!err)
      err = checkEndState(this);
    const fileStream = this._fileStream;
    if (fileStream) {
      this._fileStream = null;
      fileStream.destroy(err);
    }
    cb(err);
  }

  _final(cb) {
    this._bparser.destroy();
    if (!this._complete)
      return cb(new Error('Unexpected end of form'));
    if (this._fileEndsLeft)
      this._finalcb = finalcb.bind(null, this, cb);
    else
      finalcb(this, cb);
  }
}

function finalcb(self, cb, err) {
  if (err)
    return cb(err);
  err = checkEndState(self);
  cb(err);
}

function checkEndState(self) {
  if (self._hparser)
    return new Error('Malformed part header');
  const fileStream = self._fileStream;
  if (fileStream) {
    self._fileStream = null;
    fileStream.destroy(new Error('Unexpected end of file'));
  }
  if (!self._complete)
    return new Error('Unexpected end of form');
}

const TOKEN = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 0,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,
  0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
];

const FIELD_VCHAR = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
];

module.exports = Multipart;


/***/ }),

/***/ 261:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const { Writable } = __nccwpck_require__(203);

const { getDecoder } = __nccwpck_require__(313);

class URLEncoded extends Writable {
  constructor(cfg) {
    const streamOpts = {
      autoDestroy: true,
      emitClose: true,
      highWaterMark: (typeof cfg.highWaterMark === 'number'
                      ? cfg.highWaterMark
                      : undefined),
    };
    super(streamOpts);

    let charset = (cfg.defCharset || 'utf8');
    if (cfg.conType.params && typeof cfg.conType.params.charset === 'string')
      charset = cfg.conType.params.charset;

    this.charset = charset;

    const limits = cfg.limits;
    this.fieldSizeLimit = (limits && typeof limits.fieldSize === 'number'
                           ? limits.fieldSize
                           : 1 * 1024 * 1024);
    this.fieldsLimit = (limits && typeof limits.fields === 'number'
                        ? limits.fields
                        : Infinity);
    this.fieldNameSizeLimit = (
      limits && typeof limits.fieldNameSize === 'number'
      ? limits.fieldNameSize
      : 100
    );

    this._inKey = true;
    this._keyTrunc = false;
    this._valTrunc = false;
    this._bytesKey = 0;
    this._bytesVal = 0;
    this._fields = 0;
    this._key = '';
    this._val = '';
    this._byte = -2;
    this._lastPos = 0;
    this._encode = 0;
    this._decoder = getDecoder(charset);
  }

  static detect(conType) {
    return (conType.type === 'application'
            && conType.subtype === 'x-www-form-urlencoded');
  }

  _write(chunk, enc, cb) {
    if (this._fields >= this.fieldsLimit)
      return cb();

    let i = 0;
    const len = chunk.length;
    this._lastPos = 0;

    // Check if we last ended mid-percent-encoded byte
    if (this._byte !== -2) {
      i = readPctEnc(this, chunk, i, len);
      if (i === -1)
        return cb(new Error('Malformed urlencoded form'));
      if (i >= len)
        return cb();
      if (this._inKey)
        ++this._bytesKey;
      else
        ++this._bytesVal;
    }

main:
    while (i < len) {
      if (this._inKey) {
        // Parsing key

        i = skipKeyBytes(this, chunk, i, len);

        while (i < len) {
          switch (chunk[i]) {
            case 61: // '='
              if (this._lastPos < i)
                this._key += chunk.latin1Slice(this._lastPos, i);
              this._lastPos = ++i;
              this._key = this._decoder(this._key, this._encode);
              this._encode = 0;
              this._inKey = false;
              continue main;
            case 38: // '&'
              if (this._lastPos < i)
                this._key += chunk.latin1Slice(this._lastPos, i);
              this._lastPos = ++i;
              this._key = this._decoder(this._key, this._encode);
              this._encode = 0;
              if (this._bytesKey > 0) {
                this.emit(
                  'field',
                  this._key,
                  '',
                  { nameTruncated: this._keyTrunc,
                    valueTruncated: false,
                    encoding: this.charset,
                    mimeType: 'text/plain' }
                );
              }
              this._key = '';
              this._val = '';
              this._keyTrunc = false;
              this._valTrunc = false;
              this._bytesKey = 0;
              this._bytesVal = 0;
              if (++this._fields >= this.fieldsLimit) {
                this.emit('fieldsLimit');
                return cb();
              }
              continue;
            case 43: // '+'
              if (this._lastPos < i)
                this._key += chunk.latin1Slice(this._lastPos, i);
              this._key += ' ';
              this._lastPos = i + 1;
              break;
            case 37: // '%'
              if (this._encode === 0)
                this._encode = 1;
              if (this._lastPos < i)
                this._key += chunk.latin1Slice(this._lastPos, i);
              this._lastPos = i + 1;
              this._byte = -1;
              i = readPctEnc(this, chunk, i + 1, len);
              if (i === -1)
                return cb(new Error('Malformed urlencoded form'));
              if (i >= len)
                return cb();
              ++this._bytesKey;
              i = skipKeyBytes(this, chunk, i, len);
              continue;
          }
          ++i;
          ++this._bytesKey;
          i = skipKeyBytes(this, chunk, i, len);
        }
        if (this._lastPos < i)
          this._key += chunk.latin1Slice(this._lastPos, i);
      } else {
        // Parsing value

        i = skipValBytes(this, chunk, i, len);

        while (i < len) {
          switch (chunk[i]) {
            case 38: // '&'
              if (this._lastPos < i)
                this._val += chunk.latin1Slice(this._lastPos, i);
              this._lastPos = ++i;
              this._inKey = true;
              this._val = this._decoder(this._val, this._encode);
              this._encode = 0;
              if (this._bytesKey > 0 || this._bytesVal > 0) {
                this.emit(
                  'field',
                  this._key,
                  this._val,
                  { nameTruncated: this._keyTrunc,
                    valueTruncated: this._valTrunc,
                    encoding: this.charset,
                    mimeType: 'text/plain' }
                );
              }
              this._key = '';
              this._val = '';
              this._keyTrunc = false;
              this._valTrunc = false;
              this._bytesKey = 0;
              this._bytesVal = 0;
              if (++this._fields >= this.fieldsLimit) {
                this.emit('fieldsLimit');
                return cb();
              }
              continue main;
            case 43: // '+'
              if (this._lastPos < i)
                this._val += chunk.latin1Slice(this._lastPos, i);
              this._val += ' ';
              this._lastPos = i + 1;
              break;
            case 37: // '%'
              if (this._encode === 0)
                this._encode = 1;
              if (this._lastPos < i)
                this._val += chunk.latin1Slice(this._lastPos, i);
              this._lastPos = i + 1;
              this._byte = -1;
              i = readPctEnc(this, chunk, i + 1, len);
              if (i === -1)
                return cb(new Error('Malformed urlencoded form'));
              if (i >= len)
                return cb();
              ++this._bytesVal;
              i = skipValBytes(this, chunk, i, len);
              continue;
          }
          ++i;
          ++this._bytesVal;
          i = skipValBytes(this, chunk, i, len);
        }
        if (this._lastPos < i)
          this._val += chunk.latin1Slice(this._lastPos, i);
      }
    }

    cb();
  }

  _final(cb) {
    if (this._byte !== -2)
      return cb(new Error('Malformed urlencoded form'));
    if (!this._inKey || this._bytesKey > 0 || this._bytesVal > 0) {
      if (this._inKey)
        this._key = this._decoder(this._key, this._encode);
      else
        this._val = this._decoder(this._val, this._encode);
      this.emit(
        'field',
        this._key,
        this._val,
        { nameTruncated: this._keyTrunc,
          valueTruncated: this._valTrunc,
          encoding: this.charset,
          mimeType: 'text/plain' }
      );
    }
    cb();
  }
}

function readPctEnc(self, chunk, pos, len) {
  if (pos >= len)
    return len;

  if (self._byte === -1) {
    // We saw a '%' but no hex characters yet
    const hexUpper = HEX_VALUES[chunk[pos++]];
    if (hexUpper === -1)
      return -1;

    if (hexUpper >= 8)
      self._encode = 2; // Indicate high bits detected

    if (pos < len) {
      // Both hex characters are in this chunk
      const hexLower = HEX_VALUES[chunk[pos++]];
      if (hexLower === -1)
        return -1;

      if (self._inKey)
        self._key += String.fromCharCode((hexUpper << 4) + hexLower);
      else
        self._val += String.fromCharCode((hexUpper << 4) + hexLower);

      self._byte = -2;
      self._lastPos = pos;
    } else {
      // Only one hex character was available in this chunk
      self._byte = hexUpper;
    }
  } else {
    // We saw only one hex character so far
    const hexLower = HEX_VALUES[chunk[pos++]];
    if (hexLower === -1)
      return -1;

    if (self._inKey)
      self._key += String.fromCharCode((self._byte << 4) + hexLower);
    else
      self._val += String.fromCharCode((self._byte << 4) + hexLower);

    self._byte = -2;
    self._lastPos = pos;
  }

  return pos;
}

function skipKeyBytes(self, chunk, pos, len) {
  // Skip bytes if we've truncated
  if (self._bytesKey > self.fieldNameSizeLimit) {
    if (!self._keyTrunc) {
      if (self._lastPos < pos)
        self._key += chunk.latin1Slice(self._lastPos, pos - 1);
    }
    self._keyTrunc = true;
    for (; pos < len; ++pos) {
      const code = chunk[pos];
      if (code === 61/* '=' */ || code === 38/* '&' */)
        break;
      ++self._bytesKey;
    }
    self._lastPos = pos;
  }

  return pos;
}

function skipValBytes(self, chunk, pos, len) {
  // Skip bytes if we've truncated
  if (self._bytesVal > self.fieldSizeLimit) {
    if (!self._valTrunc) {
      if (self._lastPos < pos)
        self._val += chunk.latin1Slice(self._lastPos, pos - 1);
    }
    self._valTrunc = true;
    for (; pos < len; ++pos) {
      if (chunk[pos] === 38/* '&' */)
        break;
      ++self._bytesVal;
    }
    self._lastPos = pos;
  }

  return pos;
}

/* eslint-disable no-multi-spaces */
const HEX_VALUES = [
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
   0,  1,  2,  3,  4,  5,  6,  7,  8,  9, -1, -1, -1, -1, -1, -1,
  -1, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
];
/* eslint-enable no-multi-spaces */

module.exports = URLEncoded;


/***/ }),

/***/ 313:
/***/ (function(module) {



function parseContentType(str) {
  if (str.length === 0)
    return;

  const params = Object.create(null);
  let i = 0;

  // Parse type
  for (; i < str.length; ++i) {
    const code = str.charCodeAt(i);
    if (TOKEN[code] !== 1) {
      if (code !== 47/* '/' */ || i === 0)
        return;
      break;
    }
  }
  // Check for type without subtype
  if (i === str.length)
    return;

  const type = str.slice(0, i).toLowerCase();

  // Parse subtype
  const subtypeStart = ++i;
  for (; i < str.length; ++i) {
    const code = str.charCodeAt(i);
    if (TOKEN[code] !== 1) {
      // Make sure we have a subtype
      if (i === subtypeStart)
        return;

      if (parseContentTypeParams(str, i, params) === undefined)
        return;
      break;
    }
  }
  // Make sure we have a subtype
  if (i === subtypeStart)
    return;

  const subtype = str.slice(subtypeStart, i).toLowerCase();

  return { type, subtype, params };
}

function parseContentTypeParams(str, i, params) {
  while (i < str.length) {
    // Consume whitespace
    for (; i < str.length; ++i) {
      const code = str.charCodeAt(i);
      if (code !== 32/* ' ' */ && code !== 9/* '\t' */)
        break;
    }

    // Ended on whitespace
    if (i === str.length)
      break;

    // Check for malformed parameter
    if (str.charCodeAt(i++) !== 59/* ';' */)
      return;

    // Consume whitespace
    for (; i < str.length; ++i) {
      const code = str.charCodeAt(i);
      if (code !== 32/* ' ' */ && code !== 9/* '\t' */)
        break;
    }

    // Ended on whitespace (malformed)
    if (i === str.length)
      return;

    let name;
    const nameStart = i;
    // Parse parameter name
    for (; i < str.length; ++i) {
      const code = str.charCodeAt(i);
      if (TOKEN[code] !== 1) {
        if (code !== 61/* '=' */)
          return;
        break;
      }
    }

    // No value (malformed)
    if (i === str.length)
      return;

    name = str.slice(nameStart, i);
    ++i; // Skip over '='

    // No value (malformed)
    if (i === str.length)
      return;

    let value = '';
    let valueStart;
    if (str.charCodeAt(i) === 34/* '"' */) {
      valueStart = ++i;
      let escaping = false;
      // Parse quoted value
      for (; i < str.length; ++i) {
        const code = str.charCodeAt(i);
        if (code === 92/* '\\' */) {
          if (escaping) {
            valueStart = i;
            escaping = false;
          } else {
            value += str.slice(valueStart, i);
            escaping = true;
          }
          continue;
        }
        if (code === 34/* '"' */) {
          if (escaping) {
            valueStart = i;
            escaping = false;
            continue;
          }
          value += str.slice(valueStart, i);
          break;
        }
        if (escaping) {
          valueStart = i - 1;
          escaping = false;
        }
        // Invalid unescaped quoted character (malformed)
        if (QDTEXT[code] !== 1)
          return;
      }

      // No end quote (malformed)
      if (i === str.length)
        return;

      ++i; // Skip over double quote
    } else {
      valueStart = i;
      // Parse unquoted value
      for (; i < str.length; ++i) {
        const code = str.charCodeAt(i);
        if (TOKEN[code] !== 1) {
          // No value (malformed)
          if (i === valueStart)
            return;
          break;
        }
      }
      value = str.slice(valueStart, i);
    }

    name = name.toLowerCase();
    if (params[name] === undefined)
      params[name] = value;
  }

  return params;
}

function parseDisposition(str, defDecoder) {
  if (str.length === 0)
    return;

  const params = Object.create(null);
  let i = 0;

  for (; i < str.length; ++i) {
    const code = str.charCodeAt(i);
    if (TOKEN[code] !== 1) {
      if (parseDispositionParams(str, i, params, defDecoder) === undefined)
        return;
      break;
    }
  }

  const type = str.slice(0, i).toLowerCase();

  return { type, params };
}

function parseDispositionParams(str, i, params, defDecoder) {
  while (i < str.length) {
    // Consume whitespace
    for (; i < str.length; ++i) {
      const code = str.charCodeAt(i);
      if (code !== 32/* ' ' */ && code !== 9/* '\t' */)
        break;
    }

    // Ended on whitespace
    if (i === str.length)
      break;

    // Check for malformed parameter
    if (str.charCodeAt(i++) !== 59/* ';' */)
      return;

    // Consume whitespace
    for (; i < str.length; ++i) {
      const code = str.charCodeAt(i);
      if (code !== 32/* ' ' */ && code !== 9/* '\t' */)
        break;
    }

    // Ended on whitespace (malformed)
    if (i === str.length)
      return;

    let name;
    const nameStart = i;
    // Parse parameter name
    for (; i < str.length; ++i) {
      const code = str.charCodeAt(i);
      if (TOKEN[code] !== 1) {
        if (code === 61/* '=' */)
          break;
        return;
      }
    }

    // No value (malformed)
    if (i === str.length)
      return;

    let value = '';
    let valueStart;
    let charset;
    //~ let lang;
    name = str.slice(nameStart, i);
    if (name.charCodeAt(name.length - 1) === 42/* '*' */) {
      // Extended value

      const charsetStart = ++i;
      // Parse charset name
      for (; i < str.length; ++i) {
        const code = str.charCodeAt(i);
        if (CHARSET[code] !== 1) {
          if (code !== 39/* '\'' */)
            return;
          break;
        }
      }

      // Incomplete charset (malformed)
      if (i === str.length)
        return;

      charset = str.slice(charsetStart, i);
      ++i; // Skip over the '\''

      //~ const langStart = ++i;
      // Parse language name
      for (; i < str.length; ++i) {
        const code = str.charCodeAt(i);
        if (code === 39/* '\'' */)
          break;
      }

      // Incomplete language (malformed)
      if (i === str.length)
        return;

      //~ lang = str.slice(langStart, i);
      ++i; // Skip over the '\''

      // No value (malformed)
      if (i === str.length)
        return;

      valueStart = i;

      let encode = 0;
      // Parse value
      for (; i < str.length; ++i) {
        const code = str.charCodeAt(i);
        if (EXTENDED_VALUE[code] !== 1) {
          if (code === 37/* '%' */) {
            let hexUpper;
            let hexLower;
            if (i + 2 < str.length
                && (hexUpper = HEX_VALUES[str.charCodeAt(i + 1)]) !== -1
                && (hexLower = HEX_VALUES[str.charCodeAt(i + 2)]) !== -1) {
              const byteVal = (hexUpper << 4) + hexLower;
              value += str.slice(valueStart, i);
              value += String.fromCharCode(byteVal);
              i += 2;
              valueStart = i + 1;
              if (byteVal >= 128)
                encode = 2;
              else if (encode === 0)
                encode = 1;
              continue;
            }
            // '%' disallowed in non-percent encoded contexts (malformed)
            return;
          }
          break;
        }
      }

      value += str.slice(valueStart, i);
      value = convertToUTF8(value, charset, encode);
      if (value === undefined)
        return;
    } else {
      // Non-extended value

      ++i; // Skip over '='

      // No value (malformed)
      if (i === str.length)
        return;

      if (str.charCodeAt(i) === 34/* '"' */) {
        valueStart = ++i;
        let escaping = false;
        // Parse quoted value
        for (; i < str.length; ++i) {
          const code = str.charCodeAt(i);
          if (code === 92/* '\\' */) {
            if (escaping) {
              valueStart = i;
              escaping = false;
            } else {
              value += str.slice(valueStart, i);
              escaping = true;
            }
            continue;
          }
          if (code === 34/* '"' */) {
            if (escaping) {
              valueStart = i;
              escaping = false;
              continue;
            }
            value += str.slice(valueStart, i);
            break;
          }
          if (escaping) {
            valueStart = i - 1;
            escaping = false;
          }
          // Invalid unescaped quoted character (malformed)
          if (QDTEXT[code] !== 1)
            return;
        }

        // No end quote (malformed)
        if (i === str.length)
          return;

        ++i; // Skip over double quote
      } else {
        valueStart = i;
        // Parse unquoted value
        for (; i < str.length; ++i) {
          const code = str.charCodeAt(i);
          if (TOKEN[code] !== 1) {
            // No value (malformed)
            if (i === valueStart)
              return;
            break;
          }
        }
        value = str.slice(valueStart, i);
      }

      value = defDecoder(value, 2);
      if (value === undefined)
        return;
    }

    name = name.toLowerCase();
    if (params[name] === undefined)
      params[name] = value;
  }

  return params;
}

function getDecoder(charset) {
  let lc;
  while (true) {
    switch (charset) {
      case 'utf-8':
      case 'utf8':
        return decoders.utf8;
      case 'latin1':
      case 'ascii': // TODO: Make these a separate, strict decoder?
      case 'us-ascii':
      case 'iso-8859-1':
      case 'iso8859-1':
      case 'iso88591':
      case 'iso_8859-1':
      case 'windows-1252':
      case 'iso_8859-1:1987':
      case 'cp1252':
      case 'x-cp1252':
        return decoders.latin1;
      case 'utf16le':
      case 'utf-16le':
      case 'ucs2':
      case 'ucs-2':
        return decoders.utf16le;
      case 'base64':
        return decoders.base64;
      default:
        if (lc === undefined) {
          lc = true;
          charset = charset.toLowerCase();
          continue;
        }
        return decoders.other.bind(charset);
    }
  }
}

const decoders = {
  utf8: (data, hint) => {
    if (data.length === 0)
      return '';
    if (typeof data === 'string') {
      // If `data` never had any percent-encoded bytes or never had any that
      // were outside of the ASCII range, then we can safely just return the
      // input since UTF-8 is ASCII compatible
      if (hint < 2)
        return data;

      data = Buffer.from(data, 'latin1');
    }
    return data.utf8Slice(0, data.length);
  },

  latin1: (data, hint) => {
    if (data.length === 0)
      return '';
    if (typeof data === 'string')
      return data;
    return data.latin1Slice(0, data.length);
  },

  utf16le: (data, hint) => {
    if (data.length === 0)
      return '';
    if (typeof data === 'string')
      data = Buffer.from(data, 'latin1');
    return data.ucs2Slice(0, data.length);
  },

  base64: (data, hint) => {
    if (data.length === 0)
      return '';
    if (typeof data === 'string')
      data = Buffer.from(data, 'latin1');
    return data.base64Slice(0, data.length);
  },

  other: (data, hint) => {
    if (data.length === 0)
      return '';
    if (typeof data === 'string')
      data = Buffer.from(data, 'latin1');
    try {
      const decoder = new TextDecoder(this);
      return decoder.decode(data);
    } catch {}
  },
};

function convertToUTF8(data, charset, hint) {
  const decode = getDecoder(charset);
  if (decode)
    return decode(data, hint);
}

function basename(path) {
  if (typeof path !== 'string')
    return '';
  for (let i = path.length - 1; i >= 0; --i) {
    switch (path.charCodeAt(i)) {
      case 0x2F: // '/'
      case 0x5C: // '\'
        path = path.slice(i + 1);
        return (path === '..' || path === '.' ? '' : path);
    }
  }
  return (path === '..' || path === '.' ? '' : path);
}

const TOKEN = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 0,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,
  0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
];

const QDTEXT = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
];

const CHARSET = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,
  0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
];

const EXTENDED_VALUE = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 1, 0,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,
  0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
];

/* eslint-disable no-multi-spaces */
const HEX_VALUES = [
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
   0,  1,  2,  3,  4,  5,  6,  7,  8,  9, -1, -1, -1, -1, -1, -1,
  -1, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
];
/* eslint-enable no-multi-spaces */

module.exports = {
  basename,
  convertToUTF8,
  getDecoder,
  parseContentType,
  parseDisposition,
};


/***/ }),

/***/ 26:
/***/ ((module) => {


/*
  Based heavily on the Streaming Boyer-Moore-Horspool C++ implementation
  by Hongli Lai at: https://github.com/FooBarWidget/boyer-moore-horspool
*/
function memcmp(buf1, pos1, buf2, pos2, num) {
  for (let i = 0; i < num; ++i) {
    if (buf1[pos1 + i] !== buf2[pos2 + i])
      return false;
  }
  return true;
}

class SBMH {
  constructor(needle, cb) {
    if (typeof cb !== 'function')
      throw new Error('Missing match callback');

    if (typeof needle === 'string')
      needle = Buffer.from(needle);
    else if (!Buffer.isBuffer(needle))
      throw new Error(`Expected Buffer for needle, got ${typeof needle}`);

    const needleLen = needle.length;

    this.maxMatches = Infinity;
    this.matches = 0;

    this._cb = cb;
    this._lookbehindSize = 0;
    this._needle = needle;
    this._bufPos = 0;

    this._lookbehind = Buffer.allocUnsafe(needleLen);

    // Initialize occurrence table.
    this._occ = [
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen, needleLen, needleLen,
      needleLen, needleLen, needleLen, needleLen
    ];

    // Populate occurrence table with analysis of the needle, ignoring the last
    // letter.
    if (needleLen > 1) {
      for (let i = 0; i < needleLen - 1; ++i)
        this._occ[needle[i]] = needleLen - 1 - i;
    }
  }

  reset() {
    this.matches = 0;
    this._lookbehindSize = 0;
    this._bufPos = 0;
  }

  push(chunk, pos) {
    let result;
    if (!Buffer.isBuffer(chunk))
      chunk = Buffer.from(chunk, 'latin1');
    const chunkLen = chunk.length;
    this._bufPos = pos || 0;
    while (result !== chunkLen && this.matches < this.maxMatches)
      result = feed(this, chunk);
    return result;
  }

  destroy() {
    const lbSize = this._lookbehindSize;
    if (lbSize)
      this._cb(false, this._lookbehind, 0, lbSize, false);
    this.reset();
  }
}

function feed(self, data) {
  const len = data.length;
  const needle = self._needle;
  const needleLen = needle.length;

  // Positive: points to a position in `data`
  //           pos == 3 points to data[3]
  // Negative: points to a position in the lookbehind buffer
  //           pos == -2 points to lookbehind[lookbehindSize - 2]
  let pos = -self._lookbehindSize;
  const lastNeedleCharPos = needleLen - 1;
  const lastNeedleChar = needle[lastNeedleCharPos];
  const end = len - needleLen;
  const occ = self._occ;
  const lookbehind = self._lookbehind;

  if (pos < 0) {
    // Lookbehind buffer is not empty. Perform Boyer-Moore-Horspool
    // search with character lookup code that considers both the
    // lookbehind buffer and the current round's haystack data.
    //
    // Loop until
    //   there is a match.
    // or until
    //   we've moved past the position that requires the
    //   lookbehind buffer. In this case we switch to the
    //   optimized loop.
    // or until
    //   the character to look at lies outside the haystack.
    while (pos < 0 && pos <= end) {
      const nextPos = pos + lastNeedleCharPos;
      const ch = (nextPos < 0
                  ? lookbehind[self._lookbehindSize + nextPos]
                  : data[nextPos]);

      if (ch === lastNeedleChar
          && matchNeedle(self, data, pos, lastNeedleCharPos)) {
        self._lookbehindSize = 0;
        ++self.matches;
        if (pos > -self._lookbehindSize)
          self._cb(true, lookbehind, 0, self._lookbehindSize + pos, false);
        else
          self._cb(true, undefined, 0, 0, true);

        return (self._bufPos = pos + needleLen);
      }

      pos += occ[ch];
    }

    // No match.

    // There's too few data for Boyer-Moore-Horspool to run,
    // so let's use a different algorithm to skip as much as
    // we can.
    // Forward pos until
    //   the trailing part of lookbehind + data
    //   looks like the beginning of the needle
    // or until
    //   pos == 0
    while (pos < 0 && !matchNeedle(self, data, pos, len - pos))
      ++pos;

    if (pos < 0) {
      // Cut off part of the lookbehind buffer that has
      // been processed and append the entire haystack
      // into it.
      const bytesToCutOff = self._lookbehindSize + pos;

      if (bytesToCutOff > 0) {
        // The cut off data is guaranteed not to contain the needle.
        self._cb(false, lookbehind, 0, bytesToCutOff, false);
      }

      self._lookbehindSize -= bytesToCutOff;
      lookbehind.copy(lookbehind, 0, bytesToCutOff, self._lookbehindSize);
      lookbehind.set(data, self._lookbehindSize);
      self._lookbehindSize += len;

      self._bufPos = len;
      return len;
    }

    // Discard lookbehind buffer.
    self._cb(false, lookbehind, 0, self._lookbehindSize, false);
    self._lookbehindSize = 0;
  }

  pos += self._bufPos;

  const firstNeedleChar = needle[0];

  // Lookbehind buffer is now empty. Perform Boyer-Moore-Horspool
  // search with optimized character lookup code that only considers
  // the current round's haystack data.
  while (pos <= end) {
    const ch = data[pos + lastNeedleCharPos];

    if (ch === lastNeedleChar
        && data[pos] === firstNeedleChar
        && memcmp(needle, 0, data, pos, lastNeedleCharPos)) {
      ++self.matches;
      if (pos > 0)
        self._cb(true, data, self._bufPos, pos, true);
      else
        self._cb(true, undefined, 0, 0, true);

      return (self._bufPos = pos + needleLen);
    }

    pos += occ[ch];
  }

  // There was no match. If there's trailing haystack data that we cannot
  // match yet using the Boyer-Moore-Horspool algorithm (because the trailing
  // data is less than the needle size) then match using a modified
  // algorithm that starts matching from the beginning instead of the end.
  // Whatever trailing data is left after running this algorithm is added to
  // the lookbehind buffer.
  while (pos < len) {
    if (data[pos] !== firstNeedleChar
        || !memcmp(data, pos, needle, 0, len - pos)) {
      ++pos;
      continue;
    }
    data.copy(lookbehind, 0, pos, len);
    self._lookbehindSize = len - pos;
    break;
  }

  // Everything until `pos` is guaranteed not to contain needle data.
  if (pos > 0)
    self._cb(false, data, self._bufPos, pos < len ? pos : len, true);

  self._bufPos = len;
  return len;
}

function matchNeedle(self, data, pos, len) {
  const lb = self._lookbehind;
  const lbSize = self._lookbehindSize;
  const needle = self._needle;

  for (let i = 0; i < len; ++i, ++pos) {
    const ch = (pos < 0 ? lb[lbSize + pos] : data[pos]);
    if (ch !== needle[i])
      return false;
  }
  return true;
}

module.exports = SBMH;


/***/ }),

/***/ 203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 506:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  u_: () => (/* binding */ USAGE),
  Du: () => (/* binding */ parseCommandLine),
  dH: () => (/* binding */ welcome)
});

;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");
;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");
;// CONCATENATED MODULE: ./lib/sandbox/example-sources.js
const GIVEN_NAMES = ['Ada', 'Bruno', 'Chiara', 'Deniz', 'Elif', 'Farid', 'Greta', 'Hiro'];
const FAMILY_NAMES = ['Almeida', 'Brandt', 'Costa', 'Dubois', 'Eriksen'];
const DEPARTMENTS = ['Finance', 'Sales', 'Engineering', 'Support'];
const GROUPS = [['staff'], ['staff', 'vpn'], ['staff', 'approvers']];
const PERSON = ['id', 'name', 'givenName', 'familyName', 'email', 'department'];
function people(count, first) {
    return Array.from({ length: count }, (_, index) => {
        const givenName = GIVEN_NAMES[index % GIVEN_NAMES.length] ?? '';
        const familyName = FAMILY_NAMES[Math.floor(index / GIVEN_NAMES.length) % FAMILY_NAMES.length] ?? '';
        return {
            id: String(first + index),
            name: `${givenName} ${familyName}`,
            givenName,
            familyName,
            email: `${givenName}.${familyName}@example.org`.toLowerCase(),
            department: DEPARTMENTS[index % DEPARTMENTS.length] ?? '',
        };
    });
}
const EXAMPLE_SOURCES = [
    {
        id: '2c9180867a11e5a9017a1b2c3d4e0001',
        name: 'HR Employees',
        about: 'takes a CSV file; 40 accounts, deletes at most 20 percent of them',
        authoritative: true,
        deleteThreshold: 20,
        attributes: [...PERSON, { name: 'groups', isMulti: true, isEntitlement: true }],
        accounts: people(40, 1001).map((one, index) => ({ ...one, groups: GROUPS[index % GROUPS.length] ?? [] })),
    },
    {
        id: '2c9180867a11e5a9017a1b2c3d4e0002',
        name: 'Legacy Payroll',
        about: 'takes a CSV file, and every aggregation ends with ERROR; 12 accounts',
        attributes: PERSON,
        accounts: people(12, 5001),
        run: {
            completionStatus: 'ERROR',
            messages: [
                { type: 'ERROR', text: 'An unexpected error occurred: the account file could not be read.' },
            ],
        },
    },
    {
        id: '2c9180867a11e5a9017a1b2c3d4e0003',
        name: 'Corporate Directory',
        about: 'direct connection, takes no file; 30 accounts, two more on its way',
        kind: 'direct',
        attributes: PERSON,
        accounts: people(30, 2001),
        remoteAccounts: people(32, 2001),
    },
    {
        id: '2c9180867a11e5a9017a1b2c3d4e0004',
        name: 'Contractors',
        about: 'a CSV file that a virtual appliance fetches, takes none; 24 accounts',
        kind: 'va-file',
        deleteThreshold: 10,
        connectorAttributes: { delimiter: ';', hasHeader: 'true', mergeRows: 'false' },
        attributes: PERSON,
        accounts: people(24, 3001),
    },
];

// EXTERNAL MODULE: ./lib/sandbox/sandbox.js + 65 modules
var sandbox = __nccwpck_require__(995);
;// CONCATENATED MODULE: ./lib/sandbox/command-line.js




const USAGE = `Usage: node dist/sandbox/index.js [options]

A simulated Identity Security Cloud tenant, to try the action without a real one.

  --port <number>        port to listen on (8080; 0: any free one)
  --host <address>       address to listen on (127.0.0.1: this machine only)
  --rate-limit on|off    100 requests in 10 seconds, as a real tenant (on)
  --task-ms <number>     how long an aggregation takes, in milliseconds (1500)
  --help                 show this
`;
const DEFAULT_PORT = '8080';
function parseCommandLine(args) {
    const { values } = (0,external_node_util_namespaceObject.parseArgs)({
        args: [...args],
        options: {
            port: { type: 'string', default: DEFAULT_PORT },
            host: { type: 'string', default: '127.0.0.1' },
            'rate-limit': { type: 'string', default: 'on' },
            'task-ms': { type: 'string', default: '1500' },
            help: { type: 'boolean', default: false },
        },
    });
    if (values.help)
        return 'help';
    const rateLimit = values['rate-limit'];
    if (rateLimit !== 'on' && rateLimit !== 'off')
        throw new Error('--rate-limit must be "on" or "off".');
    if ((0,external_node_net_namespaceObject.isIP)(values.host) === 0 && values.host !== 'localhost') {
        throw new Error('--host must be an IP address or "localhost".');
    }
    return {
        port: wholeNumber('--port', values.port, 65_535),
        host: values.host,
        settings: { rateLimit, taskMs: wholeNumber('--task-ms', values['task-ms'], 86_400_000) },
        sources: EXAMPLE_SOURCES,
    };
}
function welcome(url) {
    const width = Math.max(...EXAMPLE_SOURCES.map((source) => source.name.length));
    const sources = EXAMPLE_SOURCES.map((source) => `  ${source.id ?? ''}  ${source.name.padEnd(width)}  ${source.about}`);
    return `A simulated Identity Security Cloud tenant is listening. Nothing in it is real.

  SAIL_BASE_URL=${url}
  SAIL_CLIENT_ID=${sandbox/* DEFAULT_CLIENT */._.id}
  SAIL_CLIENT_SECRET=${sandbox/* DEFAULT_CLIENT */._.secret}

Sources:
${sources.join('\n')}

See what was asked:  curl ${url}/_sandbox/requests
See what it holds:   curl ${url}/_sandbox/state
Start over:          curl -X POST ${url}/_sandbox/reset
Stop it with Ctrl+C.
`;
}
function wholeNumber(name, written, most) {
    const value = /^\d+$/.test(written) ? Number(written) : Number.NaN;
    if (!(value <= most))
        throw new Error(`${name} must be a whole number from 0 to ${most}, not "${written}".`);
    return value;
}


/***/ }),

/***/ 451:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _command_line_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(506);
/* harmony import */ var _sandbox_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(995);


try {
    const options = (0,_command_line_js__WEBPACK_IMPORTED_MODULE_0__/* .parseCommandLine */ .Du)(process.argv.slice(2));
    if (options === 'help') {
        process.stdout.write(_command_line_js__WEBPACK_IMPORTED_MODULE_0__/* .USAGE */ .u_);
    }
    else {
        const sandbox = await (0,_sandbox_js__WEBPACK_IMPORTED_MODULE_1__/* .startSandbox */ .O)(options);
        process.stdout.write((0,_command_line_js__WEBPACK_IMPORTED_MODULE_0__/* .welcome */ .dH)(sandbox.url));
        for (const signal of ['SIGINT', 'SIGTERM']) {
            process.once(signal, () => {
                sandbox.close().catch((error) => {
                    console.error(error);
                });
            });
        }
    }
}
catch (error) {
    process.stderr.write(`${error.message}\n\n${_command_line_js__WEBPACK_IMPORTED_MODULE_0__/* .USAGE */ .u_}`);
    process.exitCode = 2;
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 995:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  _: () => (/* binding */ DEFAULT_CLIENT),
  O: () => (/* binding */ startSandbox)
});

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");
;// CONCATENATED MODULE: ./lib/sandbox/faults.js
const FAULT_KINDS = [
    'pass',
    'reply',
    'delay',
    'reset-before-reading',
    'reset-after-processing',
    'cut-reply',
    'no-reply',
    'no-reply-after-processing',
    'replace-body',
    'redirect',
    'slow-body',
];
class FaultScript {
    #entries = [];
    add(scripted) {
        this.#entries.push({ ...scripted, times: scripted.times ?? 1, skip: scripted.skip ?? 0 });
    }
    take(operation) {
        for (const entry of this.#entries) {
            if (entry.times <= 0)
                continue;
            if (entry.operation !== 'any' && entry.operation !== operation)
                continue;
            if (entry.skip > 0) {
                entry.skip -= 1;
                continue;
            }
            entry.times -= 1;
            return entry;
        }
        return undefined;
    }
    clear() {
        this.#entries.length = 0;
    }
}

;// CONCATENATED MODULE: ./lib/sandbox/build-map.js
function applyBuildMap(row, rule) {
    const made = Object.entries(rule).map(([name, template]) => [
        name,
        (template ?? '').replace(/\{([^{}]+)\}/g, (_whole, column) => String(row[column] ?? '')),
    ]);
    return { ...row, ...Object.fromEntries(made) };
}

;// CONCATENATED MODULE: ./lib/sandbox/connector-attributes.js
function textOf(source, name) {
    const value = source.connectorAttributes[name] ?? undefined;
    return value === undefined ? undefined : String(value);
}
function isFlag(source, name, wanted = true) {
    return textOf(source, name)?.toLowerCase() === String(wanted);
}
function namesOf(source, name) {
    const names = (textOf(source, name) ?? '').split(',').map((one) => one.trim());
    return names.join('') === '' ? undefined : names;
}
function delimiterOf(source) {
    const written = textOf(source, 'delimiter') ?? '';
    if (written === '')
        return ',';
    if (written === '\\t')
        return '\t';
    const code = /^\\u([0-9a-f]{4})$/i.exec(written)?.[1];
    return code === undefined ? written : String.fromCharCode(Number.parseInt(code, 16));
}
function shownConnectorAttributes(source, habits) {
    const shown = Object.entries(source.connectorAttributes).map(([name, value]) => [
        name,
        habits.booleans === 'json' && (value === 'true' || value === 'false') ? value === 'true' : value,
    ]);
    return {
        ...Object.fromEntries(shown),
        ...(habits.delimiter === 'as-is' ? {} : { delimiter: escaped(delimiterOf(source), habits.delimiter) }),
        ...(habits.buildMapRule === null ? {} : { buildMapRule: habits.buildMapRule }),
    };
}
function escaped(delimiter, form) {
    if (form === 'escape')
        return delimiter === '\t' ? '\\t' : delimiter;
    return `\\u${delimiter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

;// CONCATENATED MODULE: external "node:stream"
const external_node_stream_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");
// EXTERNAL MODULE: external "stream"
var external_stream_ = __nccwpck_require__(203);
;// CONCATENATED MODULE: ./node_modules/csv-parse/lib/utils/is_object.js
const is_object = function (obj) {
  return typeof obj === "object" && obj !== null && !Array.isArray(obj);
};



;// CONCATENATED MODULE: ./node_modules/csv-parse/lib/api/CsvError.js
class CsvError extends Error {
  constructor(code, message, options, ...contexts) {
    if (Array.isArray(message)) message = message.join(" ").trim();
    super(message);
    if (Error.captureStackTrace !== undefined) {
      Error.captureStackTrace(this, CsvError);
    }
    this.code = code;
    for (const context of contexts) {
      for (const key in context) {
        const value = context[key];
        this[key] = Buffer.isBuffer(value)
          ? value.toString(options.encoding)
          : value == null
            ? value
            : JSON.parse(JSON.stringify(value));
      }
    }
  }
}



;// CONCATENATED MODULE: ./node_modules/csv-parse/lib/api/normalize_columns_array.js



const normalize_columns_array = function (columns) {
  const normalizedColumns = [];
  for (let i = 0, l = columns.length; i < l; i++) {
    const column = columns[i];
    if (column === undefined || column === null || column === false) {
      normalizedColumns[i] = { disabled: true };
    } else if (typeof column === "string" || typeof column === "number") {
      normalizedColumns[i] = { name: `${column}` };
    } else if (is_object(column)) {
      if (typeof column.name !== "string") {
        throw new CsvError("CSV_OPTION_COLUMNS_MISSING_NAME", [
          "Option columns missing name:",
          `property "name" is required at position ${i}`,
          "when column is an object literal",
        ]);
      }
      normalizedColumns[i] = column;
    } else {
      throw new CsvError("CSV_INVALID_COLUMN_DEFINITION", [
        "Invalid column definition:",
        "expect a string or a literal object,",
        `got ${JSON.stringify(column)} at position ${i}`,
      ]);
    }
  }
  return normalizedColumns;
};



;// CONCATENATED MODULE: ./node_modules/csv-parse/lib/utils/ResizeableBuffer.js
class ResizeableBuffer {
  constructor(size = 100) {
    this.size = size;
    this.length = 0;
    this.buf = Buffer.allocUnsafe(size);
  }
  prepend(val) {
    if (Buffer.isBuffer(val)) {
      const length = this.length + val.length;
      if (length >= this.size) {
        this.resize();
        if (length >= this.size) {
          throw Error("INVALID_BUFFER_STATE");
        }
      }
      const buf = this.buf;
      this.buf = Buffer.allocUnsafe(this.size);
      val.copy(this.buf, 0);
      buf.copy(this.buf, val.length);
      this.length += val.length;
    } else {
      const length = this.length++;
      if (length === this.size) {
        this.resize();
      }
      const buf = this.clone();
      this.buf[0] = val;
      buf.copy(this.buf, 1, 0, length);
    }
  }
  append(val) {
    const length = this.length++;
    if (length === this.size) {
      this.resize();
    }
    this.buf[length] = val;
  }
  clone() {
    return Buffer.from(this.buf.slice(0, this.length));
  }
  resize() {
    const length = this.length;
    this.size = this.size * 2;
    const buf = Buffer.allocUnsafe(this.size);
    this.buf.copy(buf, 0, 0, length);
    this.buf = buf;
  }
  toString(encoding) {
    if (encoding) {
      return this.buf.toString(encoding, 0, this.length);
    } else {
      return Uint8Array.prototype.slice.call(this.buf.slice(0, this.length));
    }
  }
  toJSON() {
    return this.toString("utf8");
  }
  reset() {
    this.length = 0;
  }
}

/* harmony default export */ const utils_ResizeableBuffer = (ResizeableBuffer);

;// CONCATENATED MODULE: ./node_modules/csv-parse/lib/api/init_state.js


const init_state = function (options) {
  // ECMAScript WhiteSpace + LineTerminator codepoints, encoded under
  // `options.encoding`. Aligns trimming with `String.prototype.trim()`.
  // https://tc39.es/ecma262/#sec-white-space
  // https://tc39.es/ecma262/#sec-line-terminators
  //
  // Codepoints unrepresentable in the target encoding are dropped: Node's
  // Buffer substitutes them with `?` (0x3F), and including those would cause
  // literal `?` bytes in the input to be trimmed under `latin1`/`ascii`.
  const timchars = [
    // Basic Latin
    0x0020, // [Space](https://www.fileformat.info/info/unicode/char/0020/index.htm)
    0x0009, // [CHARACTER TABULATION (HT)](https://www.fileformat.info/info/unicode/char/0009/index.htm)
    0x000a, // [LINE FEED (LF)](https://www.fileformat.info/info/unicode/char/000a/index.htm)
    0x000d, // [CARRIAGE RETURN (CR)](https://www.fileformat.info/info/unicode/char/000d/index.htm)
    0x000c, // [FORM FEED (FF)](https://www.fileformat.info/info/unicode/char/000c/index.htm)
    0x000b, // [LINE TABULATION (VT)](https://www.fileformat.info/info/unicode/char/000b/index.htm)
    // Latin-1 Supplement
    0x00a0, // [NO-BREAK SPACE (NBSP)](https://www.fileformat.info/info/unicode/char/00a0/index.htm)
    // Ogham
    0x1680, // [OGHAM SPACE MARK](https://www.fileformat.info/info/unicode/char/1680/index.htm)
    // General Punctuation
    0x2000, // [EN QUAD](https://www.fileformat.info/info/unicode/char/2000/index.htm)
    0x2001, // [EM QUAD](https://www.fileformat.info/info/unicode/char/2001/index.htm)
    0x2002, // [EN SPACE](https://www.fileformat.info/info/unicode/char/2002/index.htm)
    0x2003, // [EM SPACE](https://www.fileformat.info/info/unicode/char/2003/index.htm)
    0x2004, // [THREE-PER-EM SPACE](https://www.fileformat.info/info/unicode/char/2004/index.htm)
    0x2005, // [FOUR-PER-EM SPACE](https://www.fileformat.info/info/unicode/char/2005/index.htm)
    0x2006, // [SIX-PER-EM SPACE](https://www.fileformat.info/info/unicode/char/2006/index.htm)
    0x2007, // [FIGURE SPACE](https://www.fileformat.info/info/unicode/char/2007/index.htm)
    0x2008, // [PUNCTUATION SPACE](https://www.fileformat.info/info/unicode/char/2008/index.htm)
    0x2009, // [THIN SPACE](https://www.fileformat.info/info/unicode/char/2009/index.htm)
    0x200a, // [HAIR SPACE](https://www.fileformat.info/info/unicode/char/200a/index.htm)
    0x2028, // [LINE SEPARATOR](https://www.fileformat.info/info/unicode/char/2028/index.htm)
    0x2029, // [PARAGRAPH SEPARATOR](https://www.fileformat.info/info/unicode/char/2029/index.htm)
    0x202f, // [NARROW NO-BREAK SPACE (NNBSP)](https://www.fileformat.info/info/unicode/char/202f/index.htm)
    0x205f, // [MEDIUM MATHEMATICAL SPACE (MMSP)](https://www.fileformat.info/info/unicode/char/205f/index.htm)
    0x3000, // [IDEOGRAPHIC SPACE](https://www.fileformat.info/info/unicode/char/3000/index.htm)
    0xfeff, // [ZERO WIDTH NO-BREAK SPACE (BOM)](https://www.fileformat.info/info/unicode/char/feff/index.htm)
  ].reduce((acc, codepoint) => {
    const encoded = Buffer.from(
      String.fromCharCode(codepoint),
      options.encoding,
    );
    if (codepoint !== 0x3f && encoded.length === 1 && encoded[0] === 0x3f) {
      return acc;
    }
    acc.push(encoded);
    return acc;
  }, []);
  // First-byte lookup table for `__isCharTrimable`. Non-whitespace bytes
  // (the common case) bail out in O(1) without scanning every timchar.
  const timcharFirstBytes = new Uint8Array(256);
  for (const t of timchars) timcharFirstBytes[t[0]] = 1;
  return {
    bomSkipped: false,
    bufBytesStart: 0,
    castField: options.cast_function,
    commenting: false,
    delimiterBufPrevious: undefined,
    delimiterDiscovered: false,
    // Current error encountered by a record
    error: undefined,
    enabled: options.from_line === 1,
    escaping: false,
    escapeIsQuote:
      Buffer.isBuffer(options.escape) &&
      Buffer.isBuffer(options.quote) &&
      Buffer.compare(options.escape, options.quote) === 0,
    // columns can be `false`, `true`, `Array`
    expectedRecordLength: Array.isArray(options.columns)
      ? options.columns.length
      : undefined,
    field: new utils_ResizeableBuffer(20),
    firstLineToHeaders: options.cast_first_line_to_header,
    needMoreDataSize: Math.max(
      // Skip if the remaining buffer smaller than comment
      options.comment !== null ? options.comment.length : 0,
      // Skip if the remaining buffer can be delimiter
      ...(options.delimiter
        ? options.delimiter.map((delimiter) => delimiter.length)
        : []),
      // Auto discovery of delimiter is limited to 1 character
      options.delimiter_auto ? 1 : 0,
      // Skip if the remaining buffer can be escape sequence
      options.quote !== null ? options.quote.length : 0,
      // Skip if the remaining buffer can be a multi-byte trim character
      ...timchars.map((t) => t.length),
    ),
    previousBuf: undefined,
    quoting: false,
    stop: false,
    rawBuffer: new utils_ResizeableBuffer(100),
    record: [],
    recordHasError: false,
    record_length: 0,
    recordDelimiterMaxLength:
      options.record_delimiter.length === 0
        ? 0
        : Math.max(...options.record_delimiter.map((v) => v.length)),
    trimChars: [
      Buffer.from(" ", options.encoding)[0],
      Buffer.from("\t", options.encoding)[0],
    ],
    wasQuoting: false,
    wasRowDelimiter: false,
    timchars: timchars,
    timcharFirstBytes: timcharFirstBytes,
  };
};



;// CONCATENATED MODULE: ./node_modules/csv-parse/lib/utils/underscore.js
const underscore = function (str) {
  return str.replace(/([A-Z])/g, function (_, match) {
    return "_" + match.toLowerCase();
  });
};



;// CONCATENATED MODULE: ./node_modules/csv-parse/lib/api/normalize_options.js





const normalize_options = function (opts) {
  const options = {};
  // Merge with user options
  for (const opt in opts) {
    options[underscore(opt)] = opts[opt];
  }
  // Normalize option `encoding`
  // Note: defined first because other options depends on it
  // to convert chars/strings into buffers.
  if (options.encoding === undefined || options.encoding === true) {
    options.encoding = "utf8";
  } else if (options.encoding === null || options.encoding === false) {
    options.encoding = null;
  } else if (
    typeof options.encoding !== "string" &&
    options.encoding !== null
  ) {
    throw new CsvError(
      "CSV_INVALID_OPTION_ENCODING",
      [
        "Invalid option encoding:",
        "encoding must be a string or null to return a buffer,",
        `got ${JSON.stringify(options.encoding)}`,
      ],
      options,
    );
  }
  // Normalize option `bom`
  if (
    options.bom === undefined ||
    options.bom === null ||
    options.bom === false
  ) {
    options.bom = false;
  } else if (options.bom !== true) {
    throw new CsvError(
      "CSV_INVALID_OPTION_BOM",
      [
        "Invalid option bom:",
        "bom must be true,",
        `got ${JSON.stringify(options.bom)}`,
      ],
      options,
    );
  }
  // Normalize option `cast`
  options.cast_function = null;
  if (
    options.cast === undefined ||
    options.cast === null ||
    options.cast === false ||
    options.cast === ""
  ) {
    options.cast = undefined;
  } else if (typeof options.cast === "function") {
    options.cast_function = options.cast;
    options.cast = true;
  } else if (options.cast !== true) {
    throw new CsvError(
      "CSV_INVALID_OPTION_CAST",
      [
        "Invalid option cast:",
        "cast must be true or a function,",
        `got ${JSON.stringify(options.cast)}`,
      ],
      options,
    );
  }
  // Normalize option `cast_date`
  if (
    options.cast_date === undefined ||
    options.cast_date === null ||
    options.cast_date === false ||
    options.cast_date === ""
  ) {
    options.cast_date = false;
  } else if (options.cast_date === true) {
    options.cast_date = function (value) {
      const date = Date.parse(value);
      return !isNaN(date) ? new Date(date) : value;
    };
  } else if (typeof options.cast_date !== "function") {
    throw new CsvError(
      "CSV_INVALID_OPTION_CAST_DATE",
      [
        "Invalid option cast_date:",
        "cast_date must be true or a function,",
        `got ${JSON.stringify(options.cast_date)}`,
      ],
      options,
    );
  }
  // Normalize option `columns`
  options.cast_first_line_to_header = undefined;
  if (options.columns === true) {
    // Fields in the first line are converted as-is to columns
    options.cast_first_line_to_header = undefined;
  } else if (typeof options.columns === "function") {
    options.cast_first_line_to_header = options.columns;
    options.columns = true;
  } else if (Array.isArray(options.columns)) {
    options.columns = normalize_columns_array(options.columns);
  } else if (
    options.columns === undefined ||
    options.columns === null ||
    options.columns === false
  ) {
    options.columns = false;
  } else {
    throw new CsvError(
      "CSV_INVALID_OPTION_COLUMNS",
      [
        "Invalid option columns:",
        "expect an array, a function or true,",
        `got ${JSON.stringify(options.columns)}`,
      ],
      options,
    );
  }
  // Normalize option `group_columns_by_name`
  if (
    options.group_columns_by_name === undefined ||
    options.group_columns_by_name === null ||
    options.group_columns_by_name === false
  ) {
    options.group_columns_by_name = false;
  } else if (options.group_columns_by_name !== true) {
    throw new CsvError(
      "CSV_INVALID_OPTION_GROUP_COLUMNS_BY_NAME",
      [
        "Invalid option group_columns_by_name:",
        "expect an boolean,",
        `got ${JSON.stringify(options.group_columns_by_name)}`,
      ],
      options,
    );
  } else if (options.columns === false) {
    throw new CsvError(
      "CSV_INVALID_OPTION_GROUP_COLUMNS_BY_NAME",
      [
        "Invalid option group_columns_by_name:",
        "the `columns` mode must be activated.",
      ],
      options,
    );
  }
  // Normalize option `comment`
  if (
    options.comment === undefined ||
    options.comment === null ||
    options.comment === false ||
    options.comment === ""
  ) {
    options.comment = null;
  } else {
    if (typeof options.comment === "string") {
      options.comment = Buffer.from(options.comment, options.encoding);
    }
    if (!Buffer.isBuffer(options.comment)) {
      throw new CsvError(
        "CSV_INVALID_OPTION_COMMENT",
        [
          "Invalid option comment:",
          "comment must be a buffer or a string,",
          `got ${JSON.stringify(options.comment)}`,
        ],
        options,
      );
    }
  }
  // Normalize option `comment_no_infix`
  if (
    options.comment_no_infix === undefined ||
    options.comment_no_infix === null ||
    options.comment_no_infix === false
  ) {
    options.comment_no_infix = false;
  } else if (options.comment_no_infix !== true) {
    throw new CsvError(
      "CSV_INVALID_OPTION_COMMENT",
      [
        "Invalid option comment_no_infix:",
        "value must be a boolean,",
        `got ${JSON.stringify(options.comment_no_infix)}`,
      ],
      options,
    );
  }
  // Normalize option `delimiter_auto`
  if (
    options.delimiter_auto === undefined ||
    options.delimiter_auto === null ||
    options.delimiter_auto === false
  ) {
    options.delimiter_auto = false;
  } else if (options.delimiter_auto === true) {
    options.delimiter_auto = {};
  } else if (!is_object(options.delimiter_auto)) {
    throw new CsvError(
      "CSV_INVALID_OPTION_DELIMITER_AUTO",
      [
        "Invalid option delimiter_auto:",
        "delimiter_auto must be a boolean or a configuration object,",
        `got ${JSON.stringify(options.delimiter_auto)}`,
      ],
      options,
    );
  }
  if (options.delimiter_auto) {
    if (options.delimiter_auto.preferred === undefined)
      options.delimiter_auto.preferred = {
        [",".charCodeAt(0)]: 1.8,
        ["\t".charCodeAt(0)]: 1.8,
        [";".charCodeAt(0)]: 1.6,
        [" ".charCodeAt(0)]: 1.6,
        [":".charCodeAt(0)]: 1.5,
        [".".charCodeAt(0)]: 1.4,
        ["/".charCodeAt(0)]: 1.4,
      };
    else if (!is_object(options.delimiter_auto.preferred)) {
      throw new CsvError(
        "CSV_INVALID_OPTION_DELIMITER_AUTO",
        [
          "Invalid option delimiter_auto:",
          "preferred must be an object,",
          `got ${JSON.stringify(options.delimiter_auto.preferred)}`,
        ],
        options,
      );
    }
    if (options.delimiter_auto.score === undefined)
      options.delimiter_auto.score = (info, options) => {
        return (
          (info.total - info.std) * (options.preferred[info.char_code] || 1)
        );
      };
    else if (typeof options.delimiter_auto.score !== "function") {
      throw new CsvError(
        "CSV_INVALID_OPTION_DELIMITER_AUTO",
        [
          "Invalid option delimiter_auto:",
          "score must be a function,",
          `got ${JSON.stringify(options.delimiter_auto.score)}`,
        ],
        options,
      );
    }
    if (options.delimiter_auto.size === undefined)
      options.delimiter_auto.size = 2048;
    else if (typeof options.delimiter_auto.size !== "number") {
      throw new CsvError(
        "CSV_INVALID_OPTION_DELIMITER_AUTO",
        [
          "Invalid option delimiter_auto:",
          "size must be a number,",
          `got ${JSON.stringify(options.delimiter_auto.size)}`,
        ],
        options,
      );
    }
  }
  // Normalize option `delimiter`
  const delimiter_json = JSON.stringify(options.delimiter);
  if (options.delimiter_auto !== false) {
    options.delimiter = [];
  }
  if (!Array.isArray(options.delimiter)) {
    if (
      options.delimiter === undefined ||
      options.delimiter === null ||
      options.delimiter === false
    ) {
      options.delimiter = Buffer.from(",", options.encoding);
    }
    options.delimiter = [options.delimiter];
  }
  options.delimiter = options.delimiter.map(function (delimiter) {
    if (typeof delimiter === "string") {
      delimiter = Buffer.from(delimiter, options.encoding);
    }
    if (!Buffer.isBuffer(delimiter) || delimiter.length === 0) {
      throw new CsvError(
        "CSV_INVALID_OPTION_DELIMITER",
        [
          "Invalid option delimiter:",
          "delimiter must be a non empty string or buffer or array of string|buffer,",
          `got ${delimiter_json}`,
        ],
        options,
      );
    }
    return delimiter;
  });
  // Normalize option `escape`
  if (options.escape === undefined || options.escape === true) {
    options.escape = Buffer.from('"', options.encoding);
  } else if (typeof options.escape === "string") {
    options.escape = Buffer.from(options.escape, options.encoding);
  } else if (options.escape === null || options.escape === false) {
    options.escape = null;
  }
  if (options.escape !== null) {
    if (!Buffer.isBuffer(options.escape)) {
      throw new Error(
        `Invalid Option: escape must be a buffer, a string or a boolean, got ${JSON.stringify(options.escape)}`,
      );
    }
  }
  // Normalize option `from`
  if (options.from === undefined || options.from === null) {
    options.from = 1;
  } else {
    if (typeof options.from === "string" && /\d+/.test(options.from)) {
      options.from = parseInt(options.from);
    }
    if (Number.isInteger(options.from)) {
      if (options.from < 0) {
        throw new Error(
          `Invalid Option: from must be a positive integer, got ${JSON.stringify(opts.from)}`,
        );
      }
    } else {
      throw new Error(
        `Invalid Option: from must be an integer, got ${JSON.stringify(options.from)}`,
      );
    }
  }
  // Normalize option `from_line`
  if (options.from_line === undefined || options.from_line === null) {
    options.from_line = 1;
  } else {
    if (
      typeof options.from_line === "string" &&
      /\d+/.test(options.from_line)
    ) {
      options.from_line = parseInt(options.from_line);
    }
    if (Number.isInteger(options.from_line)) {
      if (options.from_line <= 0) {
        throw new Error(
          `Invalid Option: from_line must be a positive integer greater than 0, got ${JSON.stringify(opts.from_line)}`,
        );
      }
    } else {
      throw new Error(
        `Invalid Option: from_line must be an integer, got ${JSON.stringify(opts.from_line)}`,
      );
    }
  }
  // Normalize options `ignore_last_delimiters`
  if (
    options.ignore_last_delimiters === undefined ||
    options.ignore_last_delimiters === null
  ) {
    options.ignore_last_delimiters = false;
  } else if (typeof options.ignore_last_delimiters === "number") {
    options.ignore_last_delimiters = Math.floor(options.ignore_last_delimiters);
    if (options.ignore_last_delimiters === 0) {
      options.ignore_last_delimiters = false;
    }
  } else if (typeof options.ignore_last_delimiters !== "boolean") {
    throw new CsvError(
      "CSV_INVALID_OPTION_IGNORE_LAST_DELIMITERS",
      [
        "Invalid option `ignore_last_delimiters`:",
        "the value must be a boolean value or an integer,",
        `got ${JSON.stringify(options.ignore_last_delimiters)}`,
      ],
      options,
    );
  }
  if (options.ignore_last_delimiters === true && options.columns === false) {
    throw new CsvError(
      "CSV_IGNORE_LAST_DELIMITERS_REQUIRES_COLUMNS",
      [
        "The option `ignore_last_delimiters`",
        "requires the activation of the `columns` option",
      ],
      options,
    );
  }
  // Normalize option `info`
  if (
    options.info === undefined ||
    options.info === null ||
    options.info === false
  ) {
    options.info = false;
  } else if (options.info !== true) {
    throw new Error(
      `Invalid Option: info must be true, got ${JSON.stringify(options.info)}`,
    );
  }
  // Normalize option `max_record_size`
  if (
    options.max_record_size === undefined ||
    options.max_record_size === null ||
    options.max_record_size === false
  ) {
    options.max_record_size = 0;
  } else if (
    Number.isInteger(options.max_record_size) &&
    options.max_record_size >= 0
  ) {
    // Great, nothing to do
  } else if (
    typeof options.max_record_size === "string" &&
    /\d+/.test(options.max_record_size)
  ) {
    options.max_record_size = parseInt(options.max_record_size);
  } else {
    throw new Error(
      `Invalid Option: max_record_size must be a positive integer, got ${JSON.stringify(options.max_record_size)}`,
    );
  }
  // Normalize option `objname`
  if (
    options.objname === undefined ||
    options.objname === null ||
    options.objname === false
  ) {
    options.objname = undefined;
  } else if (Buffer.isBuffer(options.objname)) {
    if (options.objname.length === 0) {
      throw new Error(`Invalid Option: objname must be a non empty buffer`);
    }
    if (options.encoding === null) {
      // Don't call `toString`, leave objname as a buffer
    } else {
      options.objname = options.objname.toString(options.encoding);
    }
  } else if (typeof options.objname === "string") {
    if (options.objname.length === 0) {
      throw new Error(`Invalid Option: objname must be a non empty string`);
    }
    // Great, nothing to do
  } else if (typeof options.objname === "number") {
    // if(options.objname.length === 0){
    //   throw new Error(`Invalid Option: objname must be a non empty string`);
    // }
    // Great, nothing to do
  } else {
    throw new Error(
      `Invalid Option: objname must be a string or a buffer, got ${options.objname}`,
    );
  }
  if (options.objname !== undefined) {
    if (typeof options.objname === "number") {
      if (options.columns !== false) {
        throw Error(
          "Invalid Option: objname index cannot be combined with columns or be defined as a field",
        );
      }
    } else {
      // A string or a buffer
      if (options.columns === false) {
        throw Error(
          "Invalid Option: objname field must be combined with columns or be defined as an index",
        );
      }
    }
  }
  // Normalize option `on_record`
  if (options.on_record === undefined || options.on_record === null) {
    options.on_record = undefined;
  } else if (typeof options.on_record !== "function") {
    throw new CsvError(
      "CSV_INVALID_OPTION_ON_RECORD",
      [
        "Invalid option `on_record`:",
        "expect a function,",
        `got ${JSON.stringify(options.on_record)}`,
      ],
      options,
    );
  }
  // Normalize option `on_skip`
  // options.on_skip ??= (err, chunk) => {
  //   this.emit('skip', err, chunk);
  // };
  if (
    options.on_skip !== undefined &&
    options.on_skip !== null &&
    typeof options.on_skip !== "function"
  ) {
    throw new Error(
      `Invalid Option: on_skip must be a function, got ${JSON.stringify(options.on_skip)}`,
    );
  }
  // Normalize option `quote`
  if (
    options.quote === null ||
    options.quote === false ||
    options.quote === ""
  ) {
    options.quote = null;
  } else {
    if (options.quote === undefined || options.quote === true) {
      options.quote = Buffer.from('"', options.encoding);
    } else if (typeof options.quote === "string") {
      options.quote = Buffer.from(options.quote, options.encoding);
    }
    if (!Buffer.isBuffer(options.quote)) {
      throw new Error(
        `Invalid Option: quote must be a buffer or a string, got ${JSON.stringify(options.quote)}`,
      );
    }
  }
  // Normalize option `raw`
  if (
    options.raw === undefined ||
    options.raw === null ||
    options.raw === false
  ) {
    options.raw = false;
  } else if (options.raw !== true) {
    throw new Error(
      `Invalid Option: raw must be true, got ${JSON.stringify(options.raw)}`,
    );
  }
  // Normalize option `record_delimiter`
  if (options.record_delimiter === undefined) {
    options.record_delimiter = [];
  } else if (
    typeof options.record_delimiter === "string" ||
    Buffer.isBuffer(options.record_delimiter)
  ) {
    if (options.record_delimiter.length === 0) {
      throw new CsvError(
        "CSV_INVALID_OPTION_RECORD_DELIMITER",
        [
          "Invalid option `record_delimiter`:",
          "value must be a non empty string or buffer,",
          `got ${JSON.stringify(options.record_delimiter)}`,
        ],
        options,
      );
    }
    options.record_delimiter = [options.record_delimiter];
  } else if (!Array.isArray(options.record_delimiter)) {
    throw new CsvError(
      "CSV_INVALID_OPTION_RECORD_DELIMITER",
      [
        "Invalid option `record_delimiter`:",
        "value must be a string, a buffer or array of string|buffer,",
        `got ${JSON.stringify(options.record_delimiter)}`,
      ],
      options,
    );
  }
  options.record_delimiter = options.record_delimiter.map(function (rd, i) {
    if (typeof rd !== "string" && !Buffer.isBuffer(rd)) {
      throw new CsvError(
        "CSV_INVALID_OPTION_RECORD_DELIMITER",
        [
          "Invalid option `record_delimiter`:",
          "value must be a string, a buffer or array of string|buffer",
          `at index ${i},`,
          `got ${JSON.stringify(rd)}`,
        ],
        options,
      );
    } else if (rd.length === 0) {
      throw new CsvError(
        "CSV_INVALID_OPTION_RECORD_DELIMITER",
        [
          "Invalid option `record_delimiter`:",
          "value must be a non empty string or buffer",
          `at index ${i},`,
          `got ${JSON.stringify(rd)}`,
        ],
        options,
      );
    }
    if (typeof rd === "string") {
      rd = Buffer.from(rd, options.encoding);
    }
    return rd;
  });
  // Normalize option `relax_column_count`
  if (typeof options.relax_column_count === "boolean") {
    // Great, nothing to do
  } else if (
    options.relax_column_count === undefined ||
    options.relax_column_count === null
  ) {
    options.relax_column_count = false;
  } else {
    throw new Error(
      `Invalid Option: relax_column_count must be a boolean, got ${JSON.stringify(options.relax_column_count)}`,
    );
  }
  if (typeof options.relax_column_count_less === "boolean") {
    // Great, nothing to do
  } else if (
    options.relax_column_count_less === undefined ||
    options.relax_column_count_less === null
  ) {
    options.relax_column_count_less = false;
  } else {
    throw new Error(
      `Invalid Option: relax_column_count_less must be a boolean, got ${JSON.stringify(options.relax_column_count_less)}`,
    );
  }
  if (typeof options.relax_column_count_more === "boolean") {
    // Great, nothing to do
  } else if (
    options.relax_column_count_more === undefined ||
    options.relax_column_count_more === null
  ) {
    options.relax_column_count_more = false;
  } else {
    throw new Error(
      `Invalid Option: relax_column_count_more must be a boolean, got ${JSON.stringify(options.relax_column_count_more)}`,
    );
  }
  // Normalize option `relax_quotes`
  if (typeof options.relax_quotes === "boolean") {
    // Great, nothing to do
  } else if (
    options.relax_quotes === undefined ||
    options.relax_quotes === null
  ) {
    options.relax_quotes = false;
  } else {
    throw new Error(
      `Invalid Option: relax_quotes must be a boolean, got ${JSON.stringify(options.relax_quotes)}`,
    );
  }
  // Normalize option `skip_empty_lines`
  if (typeof options.skip_empty_lines === "boolean") {
    // Great, nothing to do
  } else if (
    options.skip_empty_lines === undefined ||
    options.skip_empty_lines === null
  ) {
    options.skip_empty_lines = false;
  } else {
    throw new Error(
      `Invalid Option: skip_empty_lines must be a boolean, got ${JSON.stringify(options.skip_empty_lines)}`,
    );
  }
  // Normalize option `skip_records_with_empty_values`
  if (typeof options.skip_records_with_empty_values === "boolean") {
    // Great, nothing to do
  } else if (
    options.skip_records_with_empty_values === undefined ||
    options.skip_records_with_empty_values === null
  ) {
    options.skip_records_with_empty_values = false;
  } else {
    throw new Error(
      `Invalid Option: skip_records_with_empty_values must be a boolean, got ${JSON.stringify(options.skip_records_with_empty_values)}`,
    );
  }
  // Normalize option `skip_records_with_error`
  if (typeof options.skip_records_with_error === "boolean") {
    // Great, nothing to do
  } else if (
    options.skip_records_with_error === undefined ||
    options.skip_records_with_error === null
  ) {
    options.skip_records_with_error = false;
  } else {
    throw new Error(
      `Invalid Option: skip_records_with_error must be a boolean, got ${JSON.stringify(options.skip_records_with_error)}`,
    );
  }
  // Normalize option `rtrim`
  if (
    options.rtrim === undefined ||
    options.rtrim === null ||
    options.rtrim === false
  ) {
    options.rtrim = false;
  } else if (options.rtrim !== true) {
    throw new Error(
      `Invalid Option: rtrim must be a boolean, got ${JSON.stringify(options.rtrim)}`,
    );
  }
  // Normalize option `ltrim`
  if (
    options.ltrim === undefined ||
    options.ltrim === null ||
    options.ltrim === false
  ) {
    options.ltrim = false;
  } else if (options.ltrim !== true) {
    throw new Error(
      `Invalid Option: ltrim must be a boolean, got ${JSON.stringify(options.ltrim)}`,
    );
  }
  // Normalize option `trim`
  if (
    options.trim === undefined ||
    options.trim === null ||
    options.trim === false
  ) {
    options.trim = false;
  } else if (options.trim !== true) {
    throw new Error(
      `Invalid Option: trim must be a boolean, got ${JSON.stringify(options.trim)}`,
    );
  }
  // Normalize options `trim`, `ltrim` and `rtrim`
  if (options.trim === true && opts.ltrim !== false) {
    options.ltrim = true;
  } else if (options.ltrim !== true) {
    options.ltrim = false;
  }
  if (options.trim === true && opts.rtrim !== false) {
    options.rtrim = true;
  } else if (options.rtrim !== true) {
    options.rtrim = false;
  }
  // Normalize option `to`
  if (options.to === undefined || options.to === null) {
    options.to = -1;
  } else if (options.to !== -1) {
    if (typeof options.to === "string" && /\d+/.test(options.to)) {
      options.to = parseInt(options.to);
    }
    if (Number.isInteger(options.to)) {
      if (options.to <= 0) {
        throw new Error(
          `Invalid Option: to must be a positive integer greater than 0, got ${JSON.stringify(opts.to)}`,
        );
      }
    } else {
      throw new Error(
        `Invalid Option: to must be an integer, got ${JSON.stringify(opts.to)}`,
      );
    }
  }
  // Normalize option `to_line`
  if (options.to_line === undefined || options.to_line === null) {
    options.to_line = -1;
  } else if (options.to_line !== -1) {
    if (typeof options.to_line === "string" && /\d+/.test(options.to_line)) {
      options.to_line = parseInt(options.to_line);
    }
    if (Number.isInteger(options.to_line)) {
      if (options.to_line <= 0) {
        throw new Error(
          `Invalid Option: to_line must be a positive integer greater than 0, got ${JSON.stringify(opts.to_line)}`,
        );
      }
    } else {
      throw new Error(
        `Invalid Option: to_line must be an integer, got ${JSON.stringify(opts.to_line)}`,
      );
    }
  }
  return options;
};



;// CONCATENATED MODULE: ./node_modules/csv-parse/lib/utils/delimiter_discover.js



// Discussed in [issue #400](https://github.com/adaltas/node-csv/issues/400)
// See https://github.com/python/cpython/blob/ea1b1c579f600cc85d145c60862b2e6b98701b24/Lib/csv.py#L349
const delimiter_discover = function (records, options) {
  // Normalize the configuration
  if (!options) {
    ({ delimiter_auto: options } = normalize_options({ delimiter_auto: true }));
  }
  // Convert String to Buffer
  if (typeof records === "string") {
    records = Buffer.from(records);
  }
  // Convert Buffer to an array of records
  if (Buffer.isBuffer(records)) {
    records = ((data) => {
      const records = [];
      const parser = transform({ delimiter: [] });
      const push = (record) => records.push(record);
      const close = () => {};
      const error = parser.parse(data, true, push, close);
      if (error !== undefined) throw error;
      return records;
    })(records);
  }
  // Info array initialization, 127 entries, one per char code
  const info = Array(127)
    .fill()
    .map(() => ({ lines: [] }));
  // Traverse each records, count occurences per char code
  records.map(([record], line) => {
    for (let i = 0, l = record.length; i < l; i++) {
      // Count the character frequency
      const code = record.charCodeAt(i);
      if (info[code].lines[line] === undefined) info[code].lines[line] = 0;
      info[code].lines[line]++;
    }
  });
  // Traverse each char code, compute the score
  info.map((info, i) => {
    info.char_code = i;
    info.std = std(info.lines);
    info.total = info.lines.reduce((acc, val) => acc + val, 0);
    info.preferred = !!options.preferred[i];
    info.score = options.score(info, options);
  });
  // Extract the dominant character
  const result = info.reduce(
    (acc, info) => (acc.score > info.score ? acc : info),
    {},
  );
  return String.fromCharCode(result.char_code);
};

const std = function (array) {
  const n = array.length;
  if (n === 0) return 0;
  const mean = array.reduce((a, b) => a + b) / n;
  return Math.sqrt(
    array.map((x) => Math.pow(x - mean, 2)).reduce((a, b) => a + b) / n,
  );
};



;// CONCATENATED MODULE: ./node_modules/csv-parse/lib/api/index.js






const isRecordEmpty = function (record) {
  return record.every(
    (field) =>
      field == null || (field.toString && field.toString().trim() === ""),
  );
};

const cr = 13; // `\r`, carriage return, 0x0D in hexadécimal, 13 in decimal
const nl = 10; // `\n`, newline, 0x0A in hexadecimal, 10 in decimal

const boms = {
  // Note, the following are equals:
  // Buffer.from("\ufeff")
  // Buffer.from([239, 187, 191])
  // Buffer.from('EFBBBF', 'hex')
  utf8: Buffer.from([239, 187, 191]),
  // Note, the following are equals:
  // Buffer.from "\ufeff", 'utf16le
  // Buffer.from([255, 254])
  utf16le: Buffer.from([255, 254]),
};

const transform = function (original_options = {}) {
  const info = {
    bytes: 0,
    bytes_records: 0,
    comment_lines: 0,
    empty_lines: 0,
    invalid_field_length: 0,
    lines: 1,
    records: 0,
  };
  const options = normalize_options(original_options);
  return {
    info: info,
    original_options: original_options,
    options: options,
    state: init_state(options),
    __needMoreData: function (i, bufLen, end) {
      if (end) return false;
      const { encoding, escape, quote } = this.options;
      const { quoting, needMoreDataSize, recordDelimiterMaxLength } =
        this.state;
      const numOfCharLeft = bufLen - i - 1;
      const requiredLength = Math.max(
        needMoreDataSize,
        // Skip if the remaining buffer smaller than record delimiter
        // If "record_delimiter" is yet to be discovered:
        // 1. It is equals to `[]` and "recordDelimiterMaxLength" equals `0`
        // 2. We set the length to windows line ending in the current encoding
        // Note, that encoding is known from user or bom discovery at that point
        // recordDelimiterMaxLength,
        recordDelimiterMaxLength === 0
          ? Buffer.from("\r\n", encoding).length
          : recordDelimiterMaxLength,
        // Skip if remaining buffer can be an escaped quote
        quoting ? (escape === null ? 0 : escape.length) + quote.length : 0,
        // Skip if remaining buffer can be record delimiter following the closing quote
        quoting ? quote.length + recordDelimiterMaxLength : 0,
      );
      return numOfCharLeft < requiredLength;
    },
    // Central parser implementation
    parse: function (nextBuf, end, push, close) {
      const {
        bom,
        comment_no_infix,
        delimiter_auto,
        encoding,
        from_line,
        ltrim,
        max_record_size,
        raw,
        relax_quotes,
        rtrim,
        skip_empty_lines,
        to,
        to_line,
      } = this.options;
      let { comment, escape, quote, record_delimiter } = this.options;
      const {
        bomSkipped,
        delimiterDiscovered,
        delimiterBufPrevious,
        rawBuffer,
        escapeIsQuote,
      } = this.state;
      // Automatic delimiter discovery
      if (!delimiterDiscovered && delimiter_auto) {
        let delimiterBuf;
        if (delimiterBufPrevious === undefined) {
          delimiterBuf = nextBuf;
        } else if (
          delimiterBufPrevious !== undefined &&
          nextBuf === undefined
        ) {
          delimiterBuf = delimiterBufPrevious;
        } else {
          delimiterBuf = Buffer.concat([delimiterBufPrevious, nextBuf]);
        }
        // Ensure that nextBuf is not concatenated a second time during buffer reconciliation
        nextBuf = undefined;
        // this.delimiterBufPrevious = delimiterBuf;
        if (end || delimiterBuf.length > delimiter_auto.size) {
          this.options.delimiter = [
            Buffer.from(
              delimiter_discover(delimiterBuf, this.options.delimiter_auto),
            ),
          ];
          this.state.previousBuf = delimiterBuf;
          this.state.delimiterBufPrevious = undefined;
          this.state.delimiterDiscovered = true;
        } else {
          this.state.delimiterBufPrevious = delimiterBuf;
          return;
        }
      }
      // Previous buffers reconciliation
      const { previousBuf } = this.state;
      let buf;
      if (previousBuf === undefined) {
        if (nextBuf === undefined) {
          // Handle empty string
          close();
          return;
        } else {
          buf = nextBuf;
        }
      } else if (previousBuf !== undefined && nextBuf === undefined) {
        buf = previousBuf;
      } else {
        buf = Buffer.concat([previousBuf, nextBuf]);
      }
      // Handle UTF BOM
      if (bomSkipped === false) {
        if (bom === false) {
          this.state.bomSkipped = true;
        } else if (buf.length < 3) {
          // No enough data
          if (end === false) {
            // Wait for more data
            this.state.previousBuf = buf;
            return;
          }
        } else {
          for (const encoding in boms) {
            if (boms[encoding].compare(buf, 0, boms[encoding].length) === 0) {
              // Skip BOM
              const bomLength = boms[encoding].length;
              this.state.bufBytesStart += bomLength;
              buf = buf.slice(bomLength);
              // Renormalize original options with the new encoding
              const options = normalize_options({
                ...this.original_options,
                encoding: encoding,
              });
              // Properties are merged with the existing options instance
              for (const key in options) {
                this.options[key] = options[key];
              }
              // Options will re-evaluate the Buffer with the new encoding
              ({ comment, escape, quote } = this.options);
              break;
            }
          }
          this.state.bomSkipped = true;
        }
      }
      const bufLen = buf.length;
      let pos;
      for (pos = 0; pos < bufLen; pos++) {
        // Ensure we get enough space to look ahead
        // There should be a way to move this out of the loop
        if (this.__needMoreData(pos, bufLen, end)) {
          break;
        }
        if (this.state.wasRowDelimiter === true) {
          this.info.lines++;
          this.state.wasRowDelimiter = false;
        }
        if (to_line !== -1 && this.info.lines > to_line) {
          this.state.stop = true;
          close();
          return;
        }
        // Auto discovery of record_delimiter, unix, mac and windows supported
        if (this.state.quoting === false && record_delimiter.length === 0) {
          const record_delimiterCount = this.__autoDiscoverRecordDelimiter(
            buf,
            pos,
          );
          if (record_delimiterCount) {
            record_delimiter = this.options.record_delimiter;
          }
        }
        const chr = buf[pos];
        if (raw === true) {
          rawBuffer.append(chr);
        }
        if (
          (chr === cr || chr === nl) &&
          this.state.wasRowDelimiter === false
        ) {
          this.state.wasRowDelimiter = true;
        }
        // Previous char was a valid escape char
        // treat the current char as a regular char
        if (this.state.escaping === true) {
          this.state.escaping = false;
        } else {
          // Escape is only active inside quoted fields
          // We are quoting, the char is an escape chr and there is a chr to escape
          // if(escape !== null && this.state.quoting === true && chr === escape && pos + 1 < bufLen){
          if (
            escape !== null &&
            this.state.quoting === true &&
            this.__isEscape(buf, pos, chr) &&
            pos + escape.length < bufLen
          ) {
            if (escapeIsQuote) {
              if (this.__isQuote(buf, pos + escape.length)) {
                this.state.escaping = true;
                pos += escape.length - 1;
                continue;
              }
            } else {
              this.state.escaping = true;
              pos += escape.length - 1;
              continue;
            }
          }
          // Not currently escaping and chr is a quote
          // TODO: need to compare bytes instead of single char
          if (this.state.commenting === false && this.__isQuote(buf, pos)) {
            if (this.state.quoting === true) {
              const nextChr = buf[pos + quote.length];
              const isNextChrTrimable =
                rtrim && this.__isCharTrimable(buf, pos + quote.length);
              const isNextChrComment =
                comment !== null &&
                this.__compareBytes(comment, buf, pos + quote.length, nextChr);
              const isNextChrDelimiter = this.__isDelimiter(
                buf,
                pos + quote.length,
                nextChr,
              );
              const isNextChrRecordDelimiter =
                record_delimiter.length === 0
                  ? this.__autoDiscoverRecordDelimiter(buf, pos + quote.length)
                  : this.__isRecordDelimiter(nextChr, buf, pos + quote.length);
              // Escape a quote
              // Treat next char as a regular character
              if (
                escape !== null &&
                this.__isEscape(buf, pos, chr) &&
                this.__isQuote(buf, pos + escape.length)
              ) {
                pos += escape.length - 1;
              } else if (
                !nextChr ||
                isNextChrDelimiter ||
                isNextChrRecordDelimiter ||
                isNextChrComment ||
                isNextChrTrimable
              ) {
                this.state.quoting = false;
                this.state.wasQuoting = true;
                pos += quote.length - 1;
                continue;
              } else if (relax_quotes === false) {
                const err = this.__error(
                  new CsvError(
                    "CSV_INVALID_CLOSING_QUOTE",
                    [
                      "Invalid Closing Quote:",
                      `got "${String.fromCharCode(nextChr)}"`,
                      `at line ${this.info.lines}`,
                      "instead of delimiter, record delimiter, trimable character",
                      "(if activated) or comment",
                    ],
                    this.options,
                    this.__infoField(),
                  ),
                );
                if (err !== undefined) return err;
              } else {
                this.state.quoting = false;
                this.state.wasQuoting = true;
                this.state.field.prepend(quote);
                pos += quote.length - 1;
              }
            } else {
              if (this.state.field.length !== 0) {
                // In relax_quotes mode, treat opening quote preceded by chrs as regular
                if (relax_quotes === false) {
                  const info = this.__infoField();
                  const bom = Object.keys(boms)
                    .map((b) =>
                      boms[b].equals(this.state.field.toString()) ? b : false,
                    )
                    .filter(Boolean)[0];
                  const err = this.__error(
                    new CsvError(
                      "INVALID_OPENING_QUOTE",
                      [
                        "Invalid Opening Quote:",
                        `a quote is found on field ${JSON.stringify(info.column)} at line ${info.lines}, value is ${JSON.stringify(this.state.field.toString(encoding))}`,
                        bom ? `(${bom} bom)` : undefined,
                      ],
                      this.options,
                      info,
                      {
                        field: this.state.field,
                      },
                    ),
                  );
                  if (err !== undefined) return err;
                }
              } else {
                this.state.quoting = true;
                pos += quote.length - 1;
                continue;
              }
            }
          }
          if (this.state.quoting === false) {
            const recordDelimiterLength = this.__isRecordDelimiter(
              chr,
              buf,
              pos,
            );
            if (recordDelimiterLength !== 0) {
              // Do not emit comments which take a full line
              const skipCommentLine =
                this.state.commenting &&
                this.state.wasQuoting === false &&
                this.state.record.length === 0 &&
                this.state.field.length === 0;
              if (skipCommentLine) {
                this.info.comment_lines++;
                // Skip full comment line
              } else {
                // Activate records emission if above from_line
                if (
                  this.state.enabled === false &&
                  this.info.lines +
                    (this.state.wasRowDelimiter === true ? 1 : 0) >=
                    from_line
                ) {
                  this.state.enabled = true;
                  this.__resetField();
                  this.__resetRecord();
                  pos += recordDelimiterLength - 1;
                  continue;
                }
                // Skip if line is empty and skip_empty_lines activated
                if (
                  skip_empty_lines === true &&
                  this.state.wasQuoting === false &&
                  this.state.record.length === 0 &&
                  this.state.field.length === 0
                ) {
                  this.info.empty_lines++;
                  pos += recordDelimiterLength - 1;
                  continue;
                }
                this.info.bytes = this.state.bufBytesStart + pos;
                const errField = this.__onField();
                if (errField !== undefined) return errField;
                this.info.bytes =
                  this.state.bufBytesStart + pos + recordDelimiterLength;
                const errRecord = this.__onRecord(push);
                if (errRecord !== undefined) return errRecord;
                if (to !== -1 && this.info.records >= to) {
                  this.state.stop = true;
                  close();
                  return;
                }
              }
              this.state.commenting = false;
              pos += recordDelimiterLength - 1;
              continue;
            }
            if (this.state.commenting) {
              continue;
            }
            if (
              comment !== null &&
              (comment_no_infix === false ||
                (this.state.record.length === 0 &&
                  this.state.field.length === 0))
            ) {
              const commentCount = this.__compareBytes(comment, buf, pos, chr);
              if (commentCount !== 0) {
                this.state.commenting = true;
                continue;
              }
            }
            const delimiterLength = this.__isDelimiter(buf, pos, chr);
            if (delimiterLength !== 0) {
              this.info.bytes = this.state.bufBytesStart + pos;
              const errField = this.__onField();
              if (errField !== undefined) return errField;
              pos += delimiterLength - 1;
              continue;
            }
          }
        }
        if (this.state.commenting === false) {
          if (
            max_record_size !== 0 &&
            this.state.record_length + this.state.field.length > max_record_size
          ) {
            return this.__error(
              new CsvError(
                "CSV_MAX_RECORD_SIZE",
                [
                  "Max Record Size:",
                  "record exceed the maximum number of tolerated bytes",
                  `of ${max_record_size}`,
                  `at line ${this.info.lines}`,
                ],
                this.options,
                this.__infoField(),
              ),
            );
          }
        }
        const lappend =
          ltrim === false ||
          this.state.quoting === true ||
          this.state.field.length !== 0 ||
          !this.__isCharTrimable(buf, pos);
        // rtrim in non quoting is handle in __onField
        const rappend = rtrim === false || this.state.wasQuoting === false;
        if (lappend === true && rappend === true) {
          this.state.field.append(chr);
        } else if (rtrim === true && !this.__isCharTrimable(buf, pos)) {
          return this.__error(
            new CsvError(
              "CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE",
              [
                "Invalid Closing Quote:",
                "found non trimable byte after quote",
                `at line ${this.info.lines}`,
              ],
              this.options,
              this.__infoField(),
            ),
          );
        } else {
          if (lappend === false) {
            pos += this.__isCharTrimable(buf, pos) - 1;
          }
          continue;
        }
      }
      if (end === true) {
        // Ensure we are not ending in a quoting state
        if (this.state.quoting === true) {
          const err = this.__error(
            new CsvError(
              "CSV_QUOTE_NOT_CLOSED",
              [
                "Quote Not Closed:",
                `the parsing is finished with an opening quote at line ${this.info.lines}`,
              ],
              this.options,
              this.__infoField(),
            ),
          );
          if (err !== undefined) return err;
        } else {
          // Skip last line if it has no characters
          if (
            this.state.wasQuoting === true ||
            this.state.record.length !== 0 ||
            this.state.field.length !== 0
          ) {
            this.info.bytes = this.state.bufBytesStart + pos;
            const errField = this.__onField();
            if (errField !== undefined) return errField;
            const errRecord = this.__onRecord(push);
            if (errRecord !== undefined) return errRecord;
          } else if (this.state.wasRowDelimiter === true) {
            this.info.empty_lines++;
          } else if (this.state.commenting === true) {
            this.info.comment_lines++;
          }
        }
      } else {
        this.state.bufBytesStart += pos;
        this.state.previousBuf = buf.slice(pos);
      }
      if (this.state.wasRowDelimiter === true) {
        this.info.lines++;
        this.state.wasRowDelimiter = false;
      }
    },
    __onRecord: function (push) {
      const {
        columns,
        group_columns_by_name,
        encoding,
        info,
        from,
        relax_column_count,
        relax_column_count_less,
        relax_column_count_more,
        raw,
        skip_records_with_empty_values,
      } = this.options;
      const { enabled, record } = this.state;
      if (enabled === false) {
        return this.__resetRecord();
      }
      // Convert the first line into column names
      const recordLength = record.length;
      if (columns === true) {
        if (skip_records_with_empty_values === true && isRecordEmpty(record)) {
          this.__resetRecord();
          return;
        }
        return this.__firstLineToColumns(record);
      }
      if (columns === false && this.info.records === 0) {
        this.state.expectedRecordLength = recordLength;
      }
      if (recordLength !== this.state.expectedRecordLength) {
        const err =
          columns === false
            ? new CsvError(
                "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH",
                [
                  "Invalid Record Length:",
                  `expect ${this.state.expectedRecordLength},`,
                  `got ${recordLength} on line ${this.info.lines}`,
                ],
                this.options,
                this.__infoField(),
                {
                  record: record,
                },
              )
            : new CsvError(
                "CSV_RECORD_INCONSISTENT_COLUMNS",
                [
                  "Invalid Record Length:",
                  `columns length is ${columns.length},`, // rename columns
                  `got ${recordLength} on line ${this.info.lines}`,
                ],
                this.options,
                this.__infoField(),
                {
                  record: record,
                },
              );
        if (
          relax_column_count === true ||
          (relax_column_count_less === true &&
            recordLength < this.state.expectedRecordLength) ||
          (relax_column_count_more === true &&
            recordLength > this.state.expectedRecordLength)
        ) {
          this.info.invalid_field_length++;
          this.state.error = err;
          // Error is undefined with skip_records_with_error
        } else {
          const finalErr = this.__error(err);
          if (finalErr) return finalErr;
        }
      }
      if (skip_records_with_empty_values === true && isRecordEmpty(record)) {
        this.__resetRecord();
        return;
      }
      if (this.state.recordHasError === true) {
        this.__resetRecord();
        this.state.recordHasError = false;
        return;
      }
      this.info.records++;
      if (from === 1 || this.info.records >= from) {
        const { objname } = this.options;
        // With columns, records are object
        if (columns !== false) {
          const obj = {};
          // Transform record array to an object
          for (let i = 0, l = record.length; i < l; i++) {
            if (columns[i] === undefined || columns[i].disabled) continue;
            // Turn duplicate columns into an array
            if (
              group_columns_by_name === true &&
              Object.hasOwn(obj, columns[i].name)
            ) {
              if (Array.isArray(obj[columns[i].name])) {
                obj[columns[i].name] = obj[columns[i].name].concat(record[i]);
              } else {
                obj[columns[i].name] = [obj[columns[i].name], record[i]];
              }
            } else {
              Object.defineProperty(obj, columns[i].name, {
                value: record[i],
                enumerable: true,
                writable: true,
                configurable: true,
              });
            }
          }
          // Without objname (default)
          if (raw === true || info === true) {
            const extRecord = Object.assign(
              { record: obj },
              raw === true
                ? { raw: this.state.rawBuffer.toString(encoding) }
                : {},
              info === true ? { info: this.__infoRecord() } : {},
            );
            const err = this.__push(
              objname === undefined ? extRecord : [obj[objname], extRecord],
              push,
            );
            if (err) {
              return err;
            }
          } else {
            const err = this.__push(
              objname === undefined ? obj : [obj[objname], obj],
              push,
            );
            if (err) {
              return err;
            }
          }
          // Without columns, records are array
        } else {
          if (raw === true || info === true) {
            const extRecord = Object.assign(
              { record: record },
              raw === true
                ? { raw: this.state.rawBuffer.toString(encoding) }
                : {},
              info === true ? { info: this.__infoRecord() } : {},
            );
            const err = this.__push(
              objname === undefined ? extRecord : [record[objname], extRecord],
              push,
            );
            if (err) {
              return err;
            }
          } else {
            const err = this.__push(
              objname === undefined ? record : [record[objname], record],
              push,
            );
            if (err) {
              return err;
            }
          }
        }
      }
      this.__resetRecord();
    },
    __firstLineToColumns: function (record) {
      const { firstLineToHeaders } = this.state;
      try {
        const headers =
          firstLineToHeaders === undefined
            ? record
            : firstLineToHeaders.call(null, record);
        if (!Array.isArray(headers)) {
          return this.__error(
            new CsvError(
              "CSV_INVALID_COLUMN_MAPPING",
              [
                "Invalid Column Mapping:",
                "expect an array from column function,",
                `got ${JSON.stringify(headers)}`,
              ],
              this.options,
              this.__infoField(),
              {
                headers: headers,
              },
            ),
          );
        }
        const normalizedHeaders = normalize_columns_array(headers);
        this.state.expectedRecordLength = normalizedHeaders.length;
        this.options.columns = normalizedHeaders;
        this.__resetRecord();
        return;
      } catch (err) {
        return err;
      }
    },
    __resetRecord: function () {
      if (this.options.raw === true) {
        this.state.rawBuffer.reset();
      }
      this.state.error = undefined;
      this.state.record = [];
      this.state.record_length = 0;
    },
    __onField: function () {
      const { cast, encoding, rtrim, max_record_size } = this.options;
      const { enabled, wasQuoting } = this.state;
      // Short circuit for the from_line options
      if (enabled === false) {
        return this.__resetField();
      }
      let field = this.state.field.toString(encoding);
      if (rtrim === true && wasQuoting === false) {
        field = field.trimRight();
      }
      if (cast === true) {
        const [err, f] = this.__cast(field);
        if (err !== undefined) return err;
        field = f;
      }
      this.state.record.push(field);
      // Increment record length if record size must not exceed a limit
      if (max_record_size !== 0 && typeof field === "string") {
        this.state.record_length += field.length;
      }
      this.__resetField();
    },
    __resetField: function () {
      this.state.field.reset();
      this.state.wasQuoting = false;
    },
    __push: function (record, push) {
      const { on_record } = this.options;
      if (on_record !== undefined) {
        const info = this.__infoRecord();
        try {
          record = on_record.call(null, record, info);
        } catch (err) {
          return err;
        }
        if (record === undefined || record === null) {
          return;
        }
      }
      this.info.bytes_records += this.info.bytes;
      push(record);
    },
    // Return a tuple with the error and the casted value
    __cast: function (field) {
      const { columns, relax_column_count } = this.options;
      const isColumns = Array.isArray(columns);
      // Dont loose time calling cast
      // because the final record is an object
      // and this field can't be associated to a key present in columns
      if (
        isColumns === true &&
        relax_column_count &&
        this.options.columns.length <= this.state.record.length
      ) {
        return [undefined, undefined];
      }
      if (this.state.castField !== null) {
        try {
          const info = this.__infoField();
          return [undefined, this.state.castField.call(null, field, info)];
        } catch (err) {
          return [err];
        }
      }
      if (this.__isFloat(field)) {
        return [undefined, parseFloat(field)];
      } else if (this.options.cast_date !== false) {
        const info = this.__infoField();
        return [undefined, this.options.cast_date.call(null, field, info)];
      }
      return [undefined, field];
    },
    __compareBytes: function (sourceBuf, targetBuf, targetPos, firstByte) {
      if (sourceBuf[0] !== firstByte) return 0;
      const sourceLength = sourceBuf.length;
      for (let i = 1; i < sourceLength; i++) {
        if (sourceBuf[i] !== targetBuf[targetPos + i]) return 0;
      }
      return sourceLength;
    },
    // Helper to test if a character is trimable
    __isCharTrimable: function (buf, pos) {
      const { timchars, timcharFirstBytes } = this.state;
      // Fast bail-out: non-whitespace bytes (the common case) are rejected
      // without scanning the full timchar list.
      const first = buf[pos];
      if (first === undefined || timcharFirstBytes[first] === 0) return 0;
      loop1: for (let i = 0; i < timchars.length; i++) {
        const timchar = timchars[i];
        for (let j = 0; j < timchar.length; j++) {
          if (timchar[j] !== buf[pos + j]) continue loop1;
        }
        return timchar.length;
      }
      return 0;
    },
    __isDelimiter: function (buf, pos, chr) {
      const { delimiter, ignore_last_delimiters } = this.options;
      if (
        ignore_last_delimiters === true &&
        this.state.record.length === this.options.columns.length - 1
      ) {
        return 0;
      } else if (
        ignore_last_delimiters !== false &&
        typeof ignore_last_delimiters === "number" &&
        this.state.record.length === ignore_last_delimiters - 1
      ) {
        return 0;
      }
      loop1: for (let i = 0; i < delimiter.length; i++) {
        const del = delimiter[i];
        if (del[0] === chr) {
          for (let j = 1; j < del.length; j++) {
            if (del[j] !== buf[pos + j]) continue loop1;
          }
          return del.length;
        }
      }
      return 0;
    },
    __isEscape: function (buf, pos, chr) {
      const { escape } = this.options;
      if (escape === null) return false;
      const l = escape.length;
      if (escape[0] === chr) {
        for (let i = 0; i < l; i++) {
          if (escape[i] !== buf[pos + i]) {
            return false;
          }
        }
        return true;
      }
      return false;
    },
    __isFloat: function (value) {
      return value - parseFloat(value) + 1 >= 0; // Borrowed from jquery
    },
    // Keep it in case we implement the `cast_int` option
    // __isInt(value){
    //   // return Number.isInteger(parseInt(value))
    //   // return !isNaN( parseInt( obj ) );
    //   return /^(\-|\+)?[1-9][0-9]*$/.test(value)
    // }
    __isQuote: function (buf, pos) {
      const { quote } = this.options;
      if (quote === null) return false;
      const l = quote.length;
      for (let i = 0; i < l; i++) {
        if (quote[i] !== buf[pos + i]) {
          return false;
        }
      }
      return true;
    },
    __isRecordDelimiter: function (chr, buf, pos) {
      const { record_delimiter } = this.options;
      const recordDelimiterLength = record_delimiter.length;
      loop1: for (let i = 0; i < recordDelimiterLength; i++) {
        const rd = record_delimiter[i];
        const rdLength = rd.length;
        if (rd[0] !== chr) {
          continue;
        }
        for (let j = 1; j < rdLength; j++) {
          if (rd[j] !== buf[pos + j]) {
            continue loop1;
          }
        }
        return rd.length;
      }
      return 0;
    },
    __autoDiscoverRecordDelimiter: function (buf, pos) {
      const { encoding } = this.options;
      // Note, we don't need to cache this information in state,
      // It is only called on the first line until we find out a suitable
      // record delimiter.
      const rds = [
        // Important, the windows line ending must be before mac os 9
        Buffer.from("\r\n", encoding),
        Buffer.from("\n", encoding),
        Buffer.from("\r", encoding),
      ];
      loop: for (let i = 0; i < rds.length; i++) {
        const l = rds[i].length;
        for (let j = 0; j < l; j++) {
          if (rds[i][j] !== buf[pos + j]) {
            continue loop;
          }
        }
        this.options.record_delimiter.push(rds[i]);
        this.state.recordDelimiterMaxLength = rds[i].length;
        return rds[i].length;
      }
      return 0;
    },
    __error: function (msg) {
      const { encoding, raw, skip_records_with_error } = this.options;
      const err = typeof msg === "string" ? new Error(msg) : msg;
      if (skip_records_with_error) {
        this.state.recordHasError = true;
        if (this.options.on_skip !== undefined) {
          try {
            this.options.on_skip(
              err,
              raw ? this.state.rawBuffer.toString(encoding) : undefined,
            );
          } catch (err) {
            return err;
          }
        }
        // this.emit('skip', err, raw ? this.state.rawBuffer.toString(encoding) : undefined);
        return undefined;
      } else {
        return err;
      }
    },
    __infoDataSet: function () {
      return {
        ...this.info,
        columns: this.options.columns,
      };
    },
    __infoRecord: function () {
      const { columns, raw, encoding } = this.options;
      return {
        ...this.__infoDataSet(),
        bytes_records: this.info.bytes,
        error: this.state.error,
        header: columns === true,
        index: this.state.record.length,
        raw: raw ? this.state.rawBuffer.toString(encoding) : undefined,
      };
    },
    __infoField: function () {
      const { columns } = this.options;
      const isColumns = Array.isArray(columns);
      // Bytes records are only incremented when all records'fields are parsed
      const bytes_records = this.info.bytes_records;
      return {
        ...this.__infoRecord(),
        bytes_records: bytes_records,
        column:
          isColumns === true
            ? columns.length > this.state.record.length
              ? columns[this.state.record.length].name
              : null
            : this.state.record.length,
        quoting: this.state.wasQuoting,
      };
    },
  };
};



;// CONCATENATED MODULE: ./node_modules/csv-parse/lib/index.js
/*
CSV Parse

Please look at the [project documentation](https://csv.js.org/parse/) for
additional information.
*/







class Parser extends external_stream_.Transform {
  constructor(opts = {}) {
    super({ ...{ readableObjectMode: true }, ...opts, encoding: null });
    this.api = transform({
      on_skip: (err, chunk) => {
        this.emit("skip", err, chunk);
      },
      ...opts,
    });
    // Backward compatibility
    this.state = this.api.state;
    this.options = this.api.options;
    this.info = this.api.info;
  }
  // Implementation of `Transform._transform`
  _transform(buf, _, callback) {
    if (this.state.stop === true) {
      return;
    }
    const err = this.api.parse(
      buf,
      false,
      (record) => {
        this.push(record);
      },
      () => {
        this.push(null);
        this.end();
        // Fix #333 and break #410
        //   ko: api.stream.iterator.coffee
        //   ko with v21.4.0, ok with node v20.5.1: api.stream.finished # aborted (with generate())
        //   ko: api.stream.finished # aborted (with Readable)
        // this.destroy()
        // Fix #410 and partially break #333
        //   ok: api.stream.iterator.coffee
        //   ok: api.stream.finished # aborted (with generate())
        //   broken: api.stream.finished # aborted (with Readable)
        this.on("end", this.destroy);
      },
    );
    if (err !== undefined) {
      this.state.stop = true;
    }
    callback(err);
  }
  // Implementation of `Transform._flush`
  _flush(callback) {
    if (this.state.stop === true) {
      return;
    }
    const err = this.api.parse(
      undefined,
      true,
      (record) => {
        this.push(record);
      },
      () => {
        this.push(null);
        this.on("end", this.destroy);
      },
    );
    callback(err);
  }
}

const parse = function () {
  let data, options, callback;
  for (const i in arguments) {
    const argument = arguments[i];
    const type = typeof argument;
    if (
      data === undefined &&
      (typeof argument === "string" || Buffer.isBuffer(argument))
    ) {
      data = argument;
    } else if (options === undefined && is_object(argument)) {
      options = argument;
    } else if (callback === undefined && type === "function") {
      callback = argument;
    } else {
      throw new CsvError(
        "CSV_INVALID_ARGUMENT",
        ["Invalid argument:", `got ${JSON.stringify(argument)} at index ${i}`],
        options || {},
      );
    }
  }
  const parser = new Parser(options);
  if (callback) {
    const records =
      options === undefined || options.objname === undefined
        ? []
        : Object.create(null);
    parser.on("readable", function () {
      let record;
      while ((record = this.read()) !== null) {
        if (options === undefined || options.objname === undefined) {
          records.push(record);
        } else {
          Object.assign(records, {
            [record[0]]: record[1],
            // writable: true,
            // enumerable: true,
            // configurable: true
          });
        }
      }
    });
    parser.on("error", function (err) {
      callback(err, undefined, parser.api.__infoDataSet());
    });
    parser.on("end", function () {
      callback(undefined, records, parser.api.__infoDataSet());
    });
  }
  if (data !== undefined) {
    const writer = function () {
      parser.write(data);
      parser.end();
    };
    // Support Deno, Rollup doesn't provide a shim for setImmediate
    if (typeof setImmediate === "function") {
      setImmediate(writer);
    } else {
      setTimeout(writer, 0);
    }
  }
  return parser;
};



;// CONCATENATED MODULE: ./lib/sandbox/csv-file.js



function rowsOf(chunks, source) {
    return external_node_stream_namespaceObject.Readable.from(chunks).pipe(parse({
        delimiter: delimiterOf(source),
        comment: textOf(source, 'commentCharacter') ?? '#',
        comment_no_infix: true,
        bom: true,
        relax_quotes: true,
        relax_column_count: true,
        skip_empty_lines: true,
        skip_records_with_error: true,
    }));
}
function hasHeading(source) {
    return !isFlag(source, 'hasHeader', false);
}
function headingMismatch(heading, source) {
    const wanted = source.schema.attributes.map((attribute) => attribute.name);
    const unknown = heading.filter((name) => !wanted.includes(name));
    const missing = wanted.filter((name) => !heading.includes(name));
    if (unknown.length === 0 && missing.length === 0)
        return undefined;
    return `Column: "[${unknown.join(', ')}]" is unknown and/or column: "[${missing.join(', ')}]" is missing`;
}
function valuesOf(names) {
    const blank = Object.fromEntries(names.map((name) => [name, '']));
    return (row) => {
        const values = { ...blank };
        for (const [index, name] of names.entries())
            values[name] = row[index] ?? '';
        return values;
    };
}

;// CONCATENATED MODULE: ./lib/sandbox/merge-rows.js

class RowMerger {
    accounts = new Map();
    ignored = 0;
    #identityAttribute;
    #multi;
    #merges;
    #index;
    #anyCase;
    #spelling = new Map();
    #previous;
    constructor(source) {
        const { identityAttribute, attributes } = source.schema;
        const index = namesOf(source, 'indexColumns') ?? namesOf(source, 'indexColumn');
        this.#identityAttribute = identityAttribute;
        this.#multi = new Set(attributes.filter((one) => one.isMulti).map((one) => one.name));
        this.#merges = isFlag(source, 'mergeRows') || this.#multi.size > 0;
        this.#index = index ?? [identityAttribute];
        this.#anyCase = isFlag(source, 'isCaseInsensitiveMerge');
    }
    add(row) {
        const written = single(row[this.#identityAttribute]);
        if (written === '') {
            this.ignored += 1;
            this.#previous = undefined;
            return;
        }
        const values = this.#index.map((name) => single(row[name])).join('\0');
        const key = this.#anyCase ? values.toLowerCase() : values;
        const together = this.#merges && this.#previous?.key === key ? this.#previous : undefined;
        const identity = together?.identity ?? this.#kept(written);
        const before = together === undefined ? undefined : this.accounts.get(identity);
        this.accounts.set(identity, before === undefined ? this.#first(row) : this.#merged(before, row));
        this.#previous = { key, identity };
    }
    #kept(identity) {
        if (!this.#anyCase)
            return identity;
        const folded = identity.toLowerCase();
        const known = this.#spelling.get(folded) ?? identity;
        this.#spelling.set(folded, known);
        return known;
    }
    #first(row) {
        const values = { ...row };
        for (const [name, value] of Object.entries(row)) {
            if (this.#multi.has(name))
                values[name] = several(value);
            else if (typeof value !== 'string')
                values[name] = single(value);
        }
        return values;
    }
    #merged(before, row) {
        const values = { ...before };
        for (const [name, value] of Object.entries(row)) {
            if (this.#multi.has(name)) {
                values[name] = [...new Set([...several(before[name]), ...several(value)])];
            }
            else if (name !== this.#identityAttribute && single(value) !== '') {
                values[name] = single(value);
            }
        }
        return values;
    }
}
function mergeRows(rows, source) {
    const merger = new RowMerger(source);
    for (const row of rows)
        merger.add(row);
    return merger;
}
function single(value) {
    return typeof value === 'string' ? value : (value?.[0] ?? '');
}
function several(value) {
    if (typeof value === 'string')
        return value === '' ? [] : [value];
    return value ?? [];
}

;// CONCATENATED MODULE: ./lib/sandbox/replies.js
function json(status, value, headers = {}) {
    return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
function replies_text(status, contentType, body) {
    return { status, headers: { 'Content-Type': contentType }, body };
}
function badRequest(textOfIt, detailCode = '400.1 Bad Request Content') {
    return { status: 400, detailCode, text: textOfIt };
}
function notFound(textOfIt) {
    return { status: 404, detailCode: '404 Not found', text: textOfIt };
}
function tooLarge(textOfIt) {
    return { status: 413, detailCode: '413 Request Entity Too Large', text: textOfIt };
}
const FORBIDDEN = {
    status: 403,
    detailCode: '403 Forbidden',
    text: 'The server understood the request but refuses to authorize it.',
};
const INTERNAL_FAULT = {
    status: 500,
    detailCode: '500.0 Internal Fault',
    text: 'An internal fault occurred.',
};
class Refused extends Error {
    refusal;
    constructor(refusal) {
        super(refusal.text);
        this.name = 'Refused';
        this.refusal = refusal;
    }
}
function refuse(refusal, trackingId) {
    return json(refusal.status, {
        detailCode: refusal.detailCode,
        trackingId,
        messages: [
            { locale: 'und', localeOrigin: 'REQUEST', text: refusal.text },
            { locale: 'en-US', localeOrigin: 'DEFAULT', text: refusal.text },
        ],
        causes: [],
    });
}
function unauthorized(error) {
    return json(401, { error });
}
function tooMany(retryAfterSeconds) {
    return json(429, { message: 'Rate limit exceeded' }, { 'Retry-After': String(retryAfterSeconds) });
}

;// CONCATENATED MODULE: ./lib/sandbox/delivered-file.js





async function deliveryOf(source, chunks) {
    const stops = isFlag(source, 'stopIfLineHasWrongColumnLength');
    const merged = new RowMerger(source);
    let names = hasHeading(source) ? undefined : attributesOf(source);
    let valuesIn = valuesOf(names ?? []);
    let number = 0;
    for await (const row of rowsOf(chunks, source)) {
        if (names === undefined) {
            refuseMismatch(row, source);
            names = row;
            valuesIn = valuesOf(names);
            continue;
        }
        number += 1;
        if (stops && row.length !== names.length) {
            const text = `Row ${number} has ${row.length} columns, but ${names.length} are expected.`;
            return { kind: 'unreadable', text };
        }
        const values = valuesIn(row);
        merged.add(source.buildMap === undefined ? values : applyBuildMap(values, source.buildMap));
    }
    if (names === undefined)
        refuseMismatch([], source);
    return { kind: 'accounts', merged };
}
function refuseMismatch(heading, source) {
    const mismatch = headingMismatch(heading, source);
    if (mismatch !== undefined)
        throw new Refused(badRequest(mismatch, '400.1.3 Illegal value'));
}
function attributesOf(source) {
    return source.schema.attributes.map((attribute) => attribute.name);
}

;// CONCATENATED MODULE: ./lib/sandbox/foreign-aggregation.js

async function startElsewhere(tenant, given) {
    const { sourceId, csv, ...plan } = given;
    const source = tenant.source(sourceId);
    if (source === undefined)
        throw new Error('"sourceId" must be the id of a source in this sandbox.');
    if (csv === undefined)
        return tenant.runElsewhere(sourceId, plan);
    return tenant.runElsewhere(sourceId, plan, await deliveryOf(source, [Buffer.from(csv)]));
}

;// CONCATENATED MODULE: ./lib/sandbox/routes.js
const OPERATIONS = [
    'token',
    'getSource',
    'listSources',
    'getSchemas',
    'getSchemaHeader',
    'getConnections',
    'loadAccounts',
    'listAccounts',
    'getTask',
    'listTasks',
    'getAggregationStatus',
];
const SERVED_VERSIONS = ['v1', 'v2026', 'v2025', 'v2024', 'beta', 'v3'];
const PATTERNS = [
    { operation: 'listSources', method: 'GET', path: ['sources'] },
    { operation: 'getSource', method: 'GET', path: ['sources', '{id}'] },
    { operation: 'getSchemas', method: 'GET', path: ['sources', '{id}', 'schemas'] },
    { operation: 'getSchemaHeader', method: 'GET', path: ['sources', '{id}', 'schemas', 'accounts'] },
    { operation: 'getConnections', method: 'GET', path: ['sources', '{id}', 'connections'] },
    { operation: 'loadAccounts', method: 'POST', path: ['sources', '{id}', 'load-accounts'] },
    { operation: 'listAccounts', method: 'GET', path: ['accounts'] },
    { operation: 'listTasks', method: 'GET', path: ['task-status'] },
    { operation: 'getTask', method: 'GET', path: ['task-status', '{id}'] },
    { operation: 'getAggregationStatus', method: 'GET', path: ['account-aggregations', '{id}', 'status'] },
];
const NOT_IN_V3 = ['loadAccounts', 'getTask', 'listTasks', 'getAggregationStatus'];
function findRoute(method, path) {
    if (path === '/oauth/token') {
        return method === 'POST' ? { operation: 'token', version: undefined, id: '' } : undefined;
    }
    const address = versionOf(segmentsOf(path));
    if (address === undefined)
        return undefined;
    const { version, rest } = address;
    const pattern = PATTERNS.find((candidate) => candidate.method === method && fits(candidate.path, rest));
    if (pattern === undefined)
        return undefined;
    if (version === 'v3' && NOT_IN_V3.includes(pattern.operation))
        return undefined;
    return { operation: pattern.operation, version, id: rest[pattern.path.indexOf('{id}')] ?? '' };
}
function isServedVersion(name) {
    return SERVED_VERSIONS.some((version) => version === name);
}
function segmentsOf(path) {
    try {
        return path.split('/').slice(1).map(decodeURIComponent);
    }
    catch {
        return [];
    }
}
function versionOf(segments) {
    const [first, second] = segments;
    if (second === 'v1' && first !== undefined) {
        return { version: 'v1', rest: [first, ...segments.slice(2)] };
    }
    if (first !== 'v1' && isServedVersion(first))
        return { version: first, rest: segments.slice(1) };
    return undefined;
}
function fits(pattern, segments) {
    return (pattern.length === segments.length &&
        pattern.every((part, index) => (part === '{id}' ? segments[index] !== '' : part === segments[index])));
}

;// CONCATENATED MODULE: ./lib/sandbox/habits.js
const ACCOUNT_HABITS = {
    sourceField: 'sourceId',
    window: null,
    pageSize: null,
    overlap: 0,
    totalCount: 'present',
    totalCountError: 0,
    emptyList: false,
    identitiesAs: 'strings',
    nullIdentities: [],
    slimAttributes: 'null',
};
const VALUE_HABITS = {
    booleans: 'strings',
    numbers: 'strings',
    dates: 'as-delivered',
    blanks: 'empty',
    lists: 'arrays',
    extraKeys: false,
    entitlements: 'together',
};
const SOURCE_HABITS = { booleans: 'strings', delimiter: 'as-is', buildMapRule: null };
const HABIT_WORDS = {
    accounts: {
        sourceField: ['sourceId', 'source.id', 'both', 'by-version'],
        totalCount: ['present', 'absent'],
        identitiesAs: ['strings', 'numbers'],
        slimAttributes: ['null', 'absent', 'present'],
    },
    values: {
        booleans: ['strings', 'json'],
        numbers: ['strings', 'json'],
        dates: ['as-delivered', 'iso', 'epoch'],
        blanks: ['empty', 'null', 'absent'],
        lists: ['arrays', 'one-as-string', 'joined'],
        entitlements: ['together', 'apart'],
    },
    sources: {
        booleans: ['strings', 'json'],
        delimiter: ['as-is', 'escape', 'unicode-escape'],
    },
};

;// CONCATENATED MODULE: ./lib/sandbox/settings.js

const DEFAULT_SETTINGS = {
    tokenSeconds: 749,
    rateLimit: 'on',
    taskMs: 1_500,
    clockSkewMs: 0,
    versionsOff: [],
    deprecated: [],
    refused: {},
    uploadBytes: 256 * 1024 * 1024,
    uploadLines: 400_000,
    parsedBytes: null,
    controlBytes: 256 * 1024 * 1024,
    accounts: ACCOUNT_HABITS,
    values: VALUE_HABITS,
    sources: SOURCE_HABITS,
};
const GROUPS = ['accounts', 'values', 'sources'];
function changeSettings(settings, change) {
    checkNames(settings, change, 'setting');
    for (const group of GROUPS) {
        const habits = change[group] ?? {};
        if (typeof habits !== 'object' || habits === null)
            throw new Error(`"${group}" must be an object.`);
        checkNames(settings[group], habits, `habit of "${group}"`);
        for (const [name, value] of Object.entries(habits)) {
            const words = HABIT_WORDS[group]?.[name];
            if (words === undefined || words.some((word) => word === value))
                continue;
            throw new Error(`"${name}" of "${group}" must be one of ${words.join(', ')}.`);
        }
    }
    const { accounts, values, sources, ...rest } = change;
    Object.assign(settings.accounts, accounts);
    Object.assign(settings.values, values);
    Object.assign(settings.sources, sources);
    return Object.assign(settings, rest);
}
function checkNames(known, given, what) {
    for (const name of Object.keys(given)) {
        if (!(name in known))
            throw new Error(`There is no ${what} "${name}".`);
    }
}

;// CONCATENATED MODULE: ./lib/sandbox/control-actions.js




function controlActions(world, reset) {
    const { tenant, tokens, settings, script, journal, rateLimit } = world;
    return {
        'GET requests': () => journal.records,
        'GET state': () => ({
            settings,
            peakRequestsIn10s: rateLimit.peak,
            clients: tokens.clients().map(({ id, scopes, userContext }) => ({ id, scopes, userContext })),
            sources: tenant.sources().map((source) => ({ ...source, accounts: tenant.accounts(source.id) })),
            tasks: tenant.tasks(),
        }),
        'POST script': (given) => {
            const scripted = faultOf(given);
            if (scripted.meanwhile !== undefined)
                knownSource(world, scripted.meanwhile.sourceId);
            script.add(scripted);
            return {};
        },
        'POST sources': (given) => {
            if (typeof given.name !== 'string')
                throw new Error('A source needs a "name".');
            return tenant.addSource(given);
        },
        'POST clients': (given) => {
            const { id, secret, scopes, userContext } = given;
            if (typeof id !== 'string' || typeof secret !== 'string' || !Array.isArray(scopes)) {
                throw new Error('A client needs an "id", a "secret" and a list of "scopes".');
            }
            tokens.addClient({ id, secret, scopes, userContext });
            return {};
        },
        'POST settings': (given) => changeSettings(settings, given),
        'POST run-config': (given) => {
            const { sourceId, ...plan } = given;
            tenant.planRun(knownSource(world, sourceId), plan);
            return {};
        },
        'POST aggregations': (given) => startElsewhere(tenant, given),
        'POST expire-tokens': () => {
            tokens.expireAll();
            return {};
        },
        'POST reset': () => {
            reset();
            return {};
        },
    };
}
function knownSource(world, sourceId) {
    if (sourceId === undefined || world.tenant.source(sourceId) === undefined) {
        throw new Error('"sourceId" must be the id of a source in this sandbox.');
    }
    return sourceId;
}
function faultOf(given) {
    const { operation, times, skip, fault, meanwhile } = given;
    const known = ['any', ...OPERATIONS];
    if (typeof operation !== 'string' || !known.includes(operation)) {
        throw new Error(`"operation" must be one of ${known.join(', ')}.`);
    }
    const { kind } = (fault ?? {});
    if (!FAULT_KINDS.some((one) => one === kind)) {
        throw new Error(`"fault" must have one of these kinds: ${FAULT_KINDS.join(', ')}.`);
    }
    return {
        operation: operation,
        times: times === 'always' ? Number.POSITIVE_INFINITY : Number(times ?? 1),
        skip: Number(skip ?? 0),
        fault: fault,
        ...(meanwhile === undefined ? {} : { meanwhile: meanwhile }),
    };
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
;// CONCATENATED MODULE: external "node:stream/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");
// EXTERNAL MODULE: ./node_modules/busboy/lib/index.js
var lib = __nccwpck_require__(680);
;// CONCATENATED MODULE: ./lib/sandbox/stray-quotes.js

const LONGEST_HEADER = 16 * 1024;
const END_OF_HEADER = '\r\n\r\n';
class WithoutStrayQuotes extends external_node_stream_namespaceObject.Transform {
    #beginning;
    #pending = Buffer.alloc(0);
    #inHeader = false;
    constructor(boundary) {
        super();
        this.#beginning = Buffer.from(`--${boundary}\r\n`, 'latin1');
    }
    _transform(chunk, _encoding, done) {
        this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
        while (this.#inHeader ? this.#passHeader() : this.#passContent())
            ;
        done();
    }
    _flush(done) {
        done(null, this.#pending);
    }
    #passContent() {
        const at = this.#pending.indexOf(this.#beginning);
        this.#inHeader = at !== -1;
        const kept = this.#beginning.length - 1;
        this.#pass(this.#inHeader ? at + this.#beginning.length : Math.max(0, this.#pending.length - kept));
        return this.#inHeader;
    }
    #passHeader() {
        const end = this.#pending.indexOf(END_OF_HEADER);
        if (end === -1 && this.#pending.length <= LONGEST_HEADER)
            return false;
        this.#inHeader = false;
        if (end === -1)
            return true;
        const header = this.#pending.toString('latin1', 0, end + END_OF_HEADER.length);
        this.#pending = this.#pending.subarray(end + END_OF_HEADER.length);
        this.push(Buffer.from(header.replace(/(filename="(?:[^"\\\r\n]|\\.)*")"+/gi, '$1'), 'latin1'));
        return true;
    }
    #pass(bytes) {
        if (bytes > 0)
            this.push(this.#pending.subarray(0, bytes));
        this.#pending = this.#pending.subarray(bytes);
    }
}
function boundaryOf(contentType) {
    const found = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '');
    return found?.[1] ?? found?.[2];
}

;// CONCATENATED MODULE: ./lib/sandbox/multipart.js




const BEGINNING = 64 * 1024;
async function readMultipart(request, keptBytes) {
    const fields = {};
    const files = [];
    let parser;
    try {
        parser = lib({ headers: request.headers, defParamCharset: 'utf8' });
    }
    catch (error) {
        request.resume();
        await (0,promises_namespaceObject.finished)(request, { writable: false });
        return error.message;
    }
    parser.on('field', (name, value) => {
        fields[name] = value;
    });
    parser.on('file', (part, stream, { filename, mimeType }) => {
        const file = takeFile(stream, keptBytes).then((taken) => {
            return { part, filename: filename ?? '', contentType: mimeType, ...taken };
        });
        file.catch(() => undefined);
        files.push(file);
    });
    const problem = await new Promise((resolve, reject) => {
        parser.on('close', () => {
            resolve(undefined);
        });
        parser.on('error', (error) => {
            request.unpipe();
            request.resume();
            resolve(error.message);
        });
        request.on('error', reject);
        request.on('close', () => {
            if (!request.complete)
                reject(new Error('The body was cut off.'));
        });
        const boundary = boundaryOf(request.headers['content-type']);
        (boundary === undefined ? request : request.pipe(new WithoutStrayQuotes(boundary))).pipe(parser);
    });
    if (problem !== undefined)
        return problem;
    return { fields, files: await Promise.all(files) };
}
async function takeFile(stream, keptBytes) {
    const hash = (0,external_node_crypto_namespaceObject.createHash)('sha256');
    let kept = [];
    let beginning = Buffer.alloc(0);
    let bytes = 0;
    let breaks = 0;
    let last = 0;
    for await (const chunk of stream) {
        hash.update(chunk);
        bytes += chunk.length;
        breaks += lineBreaksIn(chunk);
        last = chunk.at(-1) ?? last;
        if (beginning.length < BEGINNING)
            beginning = Buffer.concat([beginning, chunk]);
        if (bytes <= keptBytes)
            kept.push(chunk);
        else
            kept = [];
    }
    return {
        bytes,
        lines: bytes === 0 || last === 10 ? breaks : breaks + 1,
        sha256: hash.digest('hex'),
        chunks: bytes <= keptBytes ? kept : undefined,
        beginning,
    };
}
function lineBreaksIn(chunk) {
    let count = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1))
        count += 1;
    return count;
}

;// CONCATENATED MODULE: ./lib/sandbox/body.js

async function readBody(request, kept) {
    let bytes = 0;
    request.on('data', (chunk) => {
        bytes += chunk.length;
    });
    const type = (request.headers['content-type'] ?? '').toLowerCase();
    try {
        if (type.startsWith('multipart/form-data')) {
            const parts = await readMultipart(request, kept.file);
            if (bytes === 0)
                return { kind: 'none', bytes: 0 };
            return typeof parts === 'string'
                ? { kind: 'malformed', bytes, problem: parts }
                : { kind: 'multipart', bytes, parts };
        }
        const text = await readText(request, kept.text);
        if (bytes === 0)
            return { kind: 'none', bytes: 0 };
        if (type.startsWith('application/x-www-form-urlencoded')) {
            return { kind: 'form', bytes, fields: Object.fromEntries(new URLSearchParams(text)) };
        }
        return { kind: type.startsWith('application/json') ? 'json' : 'other', bytes, text };
    }
    catch {
        return { kind: 'cut-off', bytes };
    }
}
async function readText(request, most) {
    const chunks = [];
    let kept = 0;
    for await (const chunk of request) {
        if (kept < most)
            chunks.push(chunk);
        kept += chunk.length;
    }
    return Buffer.concat(chunks).subarray(0, most).toString('utf8');
}

;// CONCATENATED MODULE: external "node:timers/promises"
const external_node_timers_promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./lib/sandbox/send.js

function send(response, reply, headers = {}) {
    writeHead(response, reply, headers);
    response.end(reply.body);
}
function sendHalf(response, reply) {
    writeHead(response, reply, {});
    const body = Buffer.from(reply.body);
    response.flushHeaders();
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
}
async function sendSlowly(response, reply, bytes, pauseMs) {
    writeHead(response, reply, {});
    response.flushHeaders();
    const body = Buffer.from(reply.body);
    for (let at = 0; at < body.length && !response.destroyed; at += bytes) {
        response.write(body.subarray(at, at + bytes));
        await (0,external_node_timers_promises_namespaceObject.setTimeout)(pauseMs, undefined, { ref: false });
    }
    response.end();
}
function send_reset(request) {
    const { socket } = request;
    if ('encrypted' in socket)
        socket.destroy();
    else
        socket.resetAndDestroy();
}
function writeHead(response, reply, headers) {
    response.writeHead(reply.status, {
        ...reply.headers,
        'Content-Length': Buffer.byteLength(reply.body),
        ...headers,
    });
}

;// CONCATENATED MODULE: ./lib/sandbox/control.js




const PREFIX = '/_sandbox/';
function isControl(url) {
    return url?.startsWith(PREFIX) ?? false;
}
async function handleControl(world, reset, request, response) {
    const path = new URL(`http://sandbox${request.url ?? '/'}`).pathname;
    const name = `${request.method ?? 'GET'} ${path.slice(PREFIX.length)}`;
    const most = world.settings.controlBytes;
    const body = await readBody(request, { file: 0, text: most });
    const reply = body.bytes > most
        ? json(413, { error: `The body has ${body.bytes} bytes; at most ${most} are taken.` })
        : await perform(world, reset, name, 'text' in body ? body.text : '');
    send(response, reply);
}
async function perform(world, reset, name, text) {
    const actions = controlActions(world, reset);
    const action = actions[name];
    if (action === undefined) {
        return json(404, { error: `There is no ${name} here.`, known: Object.keys(actions) });
    }
    try {
        const given = text === '' ? {} : JSON.parse(text);
        if (typeof given !== 'object' || given === null)
            throw new Error('A JSON object is wanted.');
        return json(200, await action(given));
    }
    catch (error) {
        return json(400, { error: error.message });
    }
}

;// CONCATENATED MODULE: ./lib/model/status.js
const STATUSES_WORST_FIRST = (/* unused pure expression or super */ null && ([
    'CANCELLED',
    'FAILED',
    'ERROR',
    'TERMINATED',
    'TEMPERROR',
    'REJECTED',
    'TIMED_OUT',
    'WARNING',
    'STARTED',
    'PLANNED',
    'SKIPPED',
    'SUCCESS',
]));
function passes(status, failOnWarning) {
    switch (status) {
        case 'SUCCESS':
        case 'STARTED':
        case 'PLANNED':
        case 'SKIPPED':
            return true;
        case 'WARNING':
            return !failOnWarning;
        case 'ERROR':
        case 'TERMINATED':
        case 'TEMPERROR':
        case 'REJECTED':
        case 'TIMED_OUT':
        case 'CANCELLED':
        case 'FAILED':
            return false;
        default:
            return assertNever(status);
    }
}
function worst(statuses) {
    return STATUSES_WORST_FIRST.find((status) => statuses.includes(status)) ?? 'FAILED';
}
function assertNever(value) {
    throw new Error(`Not reachable: ${JSON.stringify(value)}`);
}
function completionStatusOf(word) {
    const plain = word.trim().toUpperCase().replace('TEMP_ERROR', 'TEMPERROR');
    return COMPLETION_STATUSES.find((status) => status === plain);
}
const COMPLETION_STATUSES = (/* unused pure expression or super */ null && ([
    'SUCCESS',
    'WARNING',
    'ERROR',
    'TERMINATED',
    'TEMPERROR',
]));

;// CONCATENATED MODULE: ./lib/sandbox/quote.js
function quotableOf(authorization, client, body) {
    const file = body.kind === 'multipart' ? body.parts.files[0] : undefined;
    const token = /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1];
    const secret = body.kind === 'form' ? body.fields['client_secret'] : client?.secret;
    return {
        ...(file === undefined ? {} : { firstLine: firstLineOf(file.beginning) }),
        ...(token === undefined ? {} : { token }),
        ...(secret === undefined ? {} : { secret }),
    };
}
function firstLineOf(beginning) {
    const end = beginning.indexOf(10);
    return beginning
        .subarray(0, end === -1 ? undefined : end)
        .toString('utf8')
        .replace(/\r$/, '');
}
const PLACEHOLDER = /\{\{(first-line|token|secret)(?:\|(zero-width|ansi|base64))?\}\}/g;
function quote(text, { firstLine, token, secret }) {
    return text.replace(PLACEHOLDER, (_whole, name, form) => inForm((name === 'first-line' ? firstLine : name === 'token' ? token : secret) ?? '', form));
}
function quoteIn(value, quotable) {
    if (typeof value === 'string')
        return quote(value, quotable);
    if (Array.isArray(value))
        return value.map((one) => quoteIn(one, quotable));
    if (typeof value !== 'object' || value === null)
        return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, quoteIn(one, quotable)]));
}
function inForm(text, form) {
    const middle = Math.floor(text.length / 2);
    const around = (sign) => `${text.slice(0, middle)}${sign}${text.slice(middle)}`;
    if (form === 'zero-width')
        return around('\u200B');
    if (form === 'ansi')
        return around('\u001B[31m');
    return form === 'base64' ? Buffer.from(text).toString('base64') : text;
}

;// CONCATENATED MODULE: ./lib/sandbox/fault-reply.js

function replyOf(fault, quotable) {
    const type = typeof fault.body === 'string' ? 'text/html' : 'application/json';
    return {
        status: fault.status,
        headers: fault.body === undefined ? { ...fault.headers } : { 'Content-Type': type, ...fault.headers },
        body: fault.body === undefined ? '' : bodyOf(quoteIn(fault.body, quotable)),
    };
}
function bodyOf(body) {
    return typeof body === 'string' ? body : JSON.stringify(body);
}

;// CONCATENATED MODULE: ./lib/sandbox/operations/token.js

function issueToken(world, body, query, authorization) {
    const fields = { ...Object.fromEntries(query), ...fieldsOf(body) };
    if (fields['grant_type'] !== 'client_credentials') {
        return json(400, {
            error: 'unsupported_grant_type',
            error_description: 'Only the grant type client_credentials is served.',
        });
    }
    const basic = basicOf(authorization);
    const id = basic?.id ?? fields['client_id'] ?? '';
    const secret = basic?.secret ?? fields['client_secret'] ?? '';
    const seconds = world.settings.tokenSeconds;
    const token = world.tokens.issue(id, secret, world.tenant.now() + seconds * 1_000);
    if (token === undefined) {
        return json(401, { error: 'invalid_client', error_description: 'Bad client credentials' });
    }
    return json(200, {
        access_token: token,
        token_type: 'bearer',
        expires_in: seconds,
        scope: 'sp:scopes:default',
    });
}
function fieldsOf(body) {
    if (body.kind === 'form')
        return body.fields;
    return body.kind === 'multipart' ? body.parts.fields : {};
}
function basicOf(authorization) {
    const encoded = /^Basic +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (encoded === undefined)
        return undefined;
    const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    return { id: decodeURIComponent(id), secret: decodeURIComponent(secret.join(':')) };
}

;// CONCATENATED MODULE: ./lib/sandbox/filters.js


const COMPARISONS = ['eq', 'sw', 'co', 'ge', 'gt', 'le', 'lt'];
function parseFilters(filters, rules) {
    if (filters === null || filters.trim() === '')
        return [];
    const tokens = tokensOf(filters);
    const conditions = [];
    let at = 0;
    for (;;) {
        const { condition, next } = conditionAt(tokens, at);
        if (!(rules[condition.field]?.includes(condition.operator) ?? false)) {
            throw unsupported(`${condition.field} ${condition.operator}`);
        }
        conditions.push(condition);
        if (next >= tokens.length)
            return conditions;
        if (!isWord(tokens[next], 'and'))
            throw unsupported(shown(tokens[next]));
        at = next + 1;
    }
}
function meets(conditions, read) {
    return conditions.every((condition) => {
        const value = read(condition.field) ?? null;
        if (condition.operator === 'isnull')
            return value === null;
        if (value === null)
            return false;
        if (condition.operator === 'in')
            return condition.values.includes(value);
        return compares(condition.operator, value, condition.value);
    });
}
function compares(operator, value, asked) {
    switch (operator) {
        case 'sw':
            return value.startsWith(asked);
        case 'co':
            return value.includes(asked);
        case 'eq':
            return value === asked || (ISO_TIME.test(value) && Date.parse(value) === Date.parse(asked));
        case 'ge':
            return Date.parse(value) >= Date.parse(asked);
        case 'gt':
            return Date.parse(value) > Date.parse(asked);
        case 'le':
            return Date.parse(value) <= Date.parse(asked);
        case 'lt':
            return Date.parse(value) < Date.parse(asked);
        default:
            return assertNever(operator);
    }
}
const ISO_TIME = /^\d{4}-\d\d-\d\dT/;
const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|([(),])|([^\s"(),]+))/y;
function tokensOf(filters) {
    const tokens = [];
    const whole = filters.trimEnd();
    let at = 0;
    while (at < whole.length) {
        TOKEN.lastIndex = at;
        const found = TOKEN.exec(whole);
        if (found === null)
            throw unsupported(whole.slice(at));
        const [, string, sign, word] = found;
        if (string !== undefined)
            tokens.push({ kind: 'string', text: string.replace(/\\(.)/g, '$1') });
        else if (sign !== undefined)
            tokens.push({ kind: 'sign', text: sign });
        else
            tokens.push({ kind: 'word', text: word ?? '' });
        at = TOKEN.lastIndex;
    }
    return tokens;
}
function conditionAt(tokens, at) {
    const field = tokens[at];
    const operator = tokens[at + 1];
    if (field?.kind !== 'word')
        throw unsupported(shown(field));
    if (isWord(operator, 'isnull')) {
        return { condition: { operator: 'isnull', field: field.text }, next: at + 2 };
    }
    if (isWord(operator, 'in')) {
        const { values, next } = listAt(tokens, at + 2);
        return { condition: { operator: 'in', field: field.text, values }, next };
    }
    for (const known of COMPARISONS) {
        if (!isWord(operator, known))
            continue;
        const value = filters_valueOf(tokens[at + 2]);
        if (['ge', 'gt', 'le', 'lt'].includes(known) && Number.isNaN(Date.parse(value)))
            throw unsupported(value);
        return { condition: { operator: known, field: field.text, value }, next: at + 3 };
    }
    throw unsupported(shown(operator));
}
function listAt(tokens, at) {
    if (!isSign(tokens[at], '('))
        throw unsupported(shown(tokens[at]));
    const values = [];
    for (let next = at + 1;; next += 2) {
        values.push(filters_valueOf(tokens[next]));
        const after = tokens[next + 1];
        if (isSign(after, ')'))
            return { values, next: next + 2 };
        if (!isSign(after, ','))
            throw unsupported(shown(after));
    }
}
function filters_valueOf(token) {
    if (token === undefined || token.kind === 'sign')
        throw unsupported(shown(token));
    return token.text;
}
function isWord(token, word) {
    return token?.kind === 'word' && token.text.toLowerCase() === word;
}
function isSign(token, sign) {
    return token?.kind === 'sign' && token.text === sign;
}
function shown(token) {
    return token === undefined ? 'end of the filter' : token.text;
}
function unsupported(where) {
    return new Refused(badRequest(`The filter is not valid or not supported here: ${where}`));
}

;// CONCATENATED MODULE: ./lib/sandbox/paging.js

const MAX_PAGE = 250;
const NO_HABITS = {
    window: null,
    pageSize: null,
    overlap: 0,
    totalCount: 'present',
    totalCountError: 0,
};
function page(records, query, render, habits = NO_HABITS) {
    const limit = wholeNumber(query, 'limit', MAX_PAGE);
    const offset = wholeNumber(query, 'offset', 0);
    if (limit > MAX_PAGE) {
        throw new Refused(badRequest(`"limit" must be at most ${MAX_PAGE}, but is ${limit}.`));
    }
    if (habits.window !== null && offset + limit > habits.window) {
        throw new Refused(badRequest(`count exceeded max limit of offset and limit: ${habits.window}`));
    }
    const headers = {};
    if (query.get('count') === 'true' && habits.totalCount === 'present') {
        headers['X-Total-Count'] = String(Math.max(0, records.length + habits.totalCountError));
    }
    const start = Math.max(0, offset - habits.overlap);
    const size = Math.min(limit, habits.pageSize ?? limit);
    return json(200, records.slice(start, start + size).map(render), headers);
}
function wholeNumber(query, name, standard) {
    const written = query.get(name);
    if (written === null)
        return standard;
    if (!/^\d{1,9}$/.test(written)) {
        throw new Refused(badRequest(`"${name}" must be a whole number of 0 or more.`));
    }
    return Number(written);
}

;// CONCATENATED MODULE: ./lib/sandbox/ids.js

class Ids {
    #next = new Map();
    next(kind) {
        const number = (this.#next.get(kind) ?? 0) + 1;
        this.#next.set(kind, number);
        return hexDigest(`${kind} ${number}`).slice(0, 32);
    }
}
function newToken() {
    const part = (bytes) => (0,external_node_crypto_namespaceObject.randomBytes)(bytes).toString('base64url');
    return `${part(27)}.${part(120)}.${part(64)}`;
}
function fingerprint(secret) {
    return `sha256:${hexDigest(secret).slice(0, 8)}`;
}
function hexDigest(text) {
    return (0,external_node_crypto_namespaceObject.createHash)('sha256').update(text).digest('hex');
}

;// CONCATENATED MODULE: ./lib/sandbox/source-replies.js


const OWNER = { type: 'IDENTITY', id: '2c9180867624cbd7017642d8c8c81f67', name: 'Sandbox Administrator' };
const CLUSTER = { type: 'CLUSTER', id: '2c9180866166b5b0016167c32ef31a66', name: 'Sandbox Cluster' };
const CONNECTORS = {
    file: { type: 'DelimitedFile', connector: 'delimited-file-angularsc', connectionType: 'file' },
    'va-file': { type: 'DelimitedFile', connector: 'delimited-file-angularsc', connectionType: 'file' },
    direct: { type: 'OpenLDAP - Direct', connector: 'openldap-angularsc', connectionType: 'direct' },
};
function sourceReply(source, habits) {
    const { type, connector, connectionType } = CONNECTORS[source.kind];
    return {
        id: source.id,
        name: source.name,
        description: `${source.name} in the sandbox`,
        owner: OWNER,
        cluster: source.kind === 'file' ? null : CLUSTER,
        schemas: [{ type: 'CONNECTOR_SCHEMA', id: source.schema.id, name: 'account' }],
        features: ['ACCOUNT_ONLY_REQUEST'],
        type,
        connector,
        connectorAttributes: shownConnectorAttributes(source, habits),
        ...(source.deleteThreshold === undefined ? {} : { deleteThreshold: source.deleteThreshold }),
        authoritative: source.authoritative,
        healthy: true,
        status: 'SOURCE_STATE_HEALTHY',
        connectorId: connector,
        connectorName: type,
        connectionType,
        connectorImplementationId: connector,
        created: new Date(source.created).toISOString(),
        modified: new Date(source.created).toISOString(),
        credentialProviderEnabled: false,
        category: null,
        ...source.overrides,
    };
}
function schemaReply(source) {
    return {
        id: source.schema.id,
        name: 'account',
        nativeObjectType: 'User',
        identityAttribute: source.schema.identityAttribute,
        displayAttribute: source.schema.displayAttribute,
        hierarchyAttribute: null,
        includePermissions: false,
        features: [],
        configuration: {},
        attributes: source.schema.attributes.map((attribute) => ({
            name: attribute.name,
            nativeName: null,
            type: attribute.type,
            schema: null,
            description: attribute.name,
            isMulti: attribute.isMulti,
            isEntitlement: attribute.isEntitlement,
            isGroup: false,
        })),
        created: new Date(source.created).toISOString(),
        modified: null,
    };
}
function connectionsReply({ identityProfiles }) {
    return {
        identityProfiles: identityProfiles.map(({ name }) => ({
            id: hexDigest(`identity profile ${name}`).slice(0, 32),
            name,
            identityCount: 0,
        })),
        credentialProfiles: [],
        sourceAttributes: [...new Set(identityProfiles.flatMap((one) => one.sourceAttributes))],
        mappingProfiles: identityProfiles.map(({ name }) => name),
        dependentCustomTransforms: [],
        dependentApps: [],
        missingDependents: [],
    };
}

;// CONCATENATED MODULE: ./lib/sandbox/operations/sources.js




const FILTERS = { id: ['eq', 'in', 'sw'], name: ['eq', 'in', 'sw', 'co'] };
const listSources = ({ world, query }) => {
    const conditions = parseFilters(query.get('filters'), FILTERS);
    const found = world.tenant
        .sources()
        .filter((source) => meets(conditions, (field) => (field === 'id' ? source.id : source.name)));
    return page(found, query, (source) => sourceReply(source, world.settings.sources));
};
const getSource = (call) => json(200, sourceReply(sourceOf(call), call.world.settings.sources));
const getSchemas = (call) => {
    const source = sourceOf(call);
    const names = call.query.get('include-names')?.split(',') ?? ['account'];
    const wanted = names.includes('account') && call.query.get('include-types') !== 'group';
    return json(200, wanted ? [schemaReply(source)] : []);
};
const getSchemaHeader = (call) => {
    const source = sourceOf(call);
    if (source.kind === 'direct') {
        throw new Refused(badRequest('The account schema can be downloaded for delimited file sources only.'));
    }
    return replies_text(200, 'text/csv', source.schema.attributes.map((attribute) => attribute.name).join(','));
};
const getConnections = (call) => json(200, connectionsReply(sourceOf(call)));
function sourceOf(call) {
    const source = call.world.tenant.source(call.id);
    if (source === undefined)
        throw new Refused(notFound(`Source with id "${call.id}" was not found.`));
    return source;
}

;// CONCATENATED MODULE: ./lib/sandbox/account-values.js


function shownValues(account, source, habits) {
    const attributes = {};
    const apart = {};
    const unwritten = new Map(Object.entries(account.attributes));
    for (const attribute of source.schema.attributes) {
        const shown = shownValue(unwritten.get(attribute.name), attribute, habits);
        unwritten.delete(attribute.name);
        const into = habits.entitlements === 'apart' && attribute.isEntitlement ? apart : attributes;
        if (shown !== undefined)
            into[attribute.name] = shown;
    }
    for (const [name, value] of unwritten)
        attributes[name] = value;
    if (habits.extraKeys) {
        attributes['idNowDescription'] = hexDigest(account.id);
        attributes['IIQDisabled'] = false;
    }
    return habits.entitlements === 'apart' ? { attributes, entitlementAttributes: apart } : { attributes };
}
function shownValue(value, attribute, habits) {
    const isBlank = value === undefined || value.length === 0;
    if (isBlank) {
        if (habits.blanks === 'absent' || (habits.blanks === 'empty' && value === undefined))
            return undefined;
        return habits.blanks === 'null' ? null : value;
    }
    if (typeof value === 'string')
        return typed(value, attribute.type, habits);
    const several = value.map((one) => typed(one, attribute.type, habits));
    if (habits.lists === 'joined')
        return value.join(',');
    return habits.lists === 'one-as-string' && several.length === 1 ? several[0] : several;
}
function typed(text, type, habits) {
    switch (type) {
        case 'STRING':
            return text;
        case 'BOOLEAN':
            return habits.booleans === 'json' && /^(true|false)$/i.test(text)
                ? text.toLowerCase() === 'true'
                : text;
        case 'INT':
        case 'LONG':
            return habits.numbers === 'json' && Number.isSafeInteger(Number(text)) ? Number(text) : text;
        case 'DATE':
            return dateAs(text, habits.dates);
        default:
            return assertNever(type);
    }
}
function dateAs(text, form) {
    const time = Date.parse(text);
    if (form === 'as-delivered' || Number.isNaN(time))
        return text;
    return form === 'iso' ? new Date(time).toISOString() : time;
}

;// CONCATENATED MODULE: ./lib/sandbox/sort.js

const kept = new WeakMap();
function sortedBy(list, sorters, fields, read) {
    if (sorters === null || sorters === '')
        return list;
    const keys = sorters.split(',').map((sorter) => {
        const field = sorter.replace(/^-/, '');
        if (!fields.includes(field)) {
            throw new Refused(badRequest(`Sorting by "${field}" is not supported here.`));
        }
        return { field, sign: sorter.startsWith('-') ? -1 : 1 };
    });
    const known = kept.get(list) ?? new Map();
    const before = known.get(sorters);
    if (before !== undefined)
        return before;
    const sorted = list.toSorted((a, b) => {
        for (const { field, sign } of keys) {
            const [one, other] = [read(a, field), read(b, field)];
            if (one !== other)
                return one < other ? -sign : sign;
        }
        return 0;
    });
    kept.set(list, known.set(sorters, sorted));
    return sorted;
}

;// CONCATENATED MODULE: ./lib/sandbox/operations/accounts.js




const TIMES = ['eq', 'ge', 'gt', 'le', 'lt'];
const accounts_FILTERS = {
    id: ['eq', 'in', 'sw'],
    name: ['eq', 'in', 'sw'],
    nativeIdentity: ['eq', 'in', 'sw'],
    created: TIMES,
    modified: TIMES,
};
const SORTERS = ['id', 'name', 'created', 'modified', 'sourceId', 'nativeIdentity'];
const listAccounts = ({ world, query, version }) => {
    const { settings, tenant } = world;
    const conditions = parseFilters(query.get('filters'), filtersOf(settings.accounts, version));
    const ofSources = conditions.filter(({ field }) => isSourceField(field));
    const ofAccounts = conditions.filter(({ field }) => !isSourceField(field));
    const sources = new Map(tenant
        .sources()
        .filter((source) => meets(ofSources, () => source.id))
        .map((source) => [source.id, source]));
    const all = settings.accounts.emptyList ? [] : accountsOf(tenant, [...sources.keys()]);
    const sorted = sortedBy(all, query.get('sorters'), SORTERS, fieldOf);
    const found = ofAccounts.length === 0
        ? sorted
        : sorted.filter((account) => meets(ofAccounts, (field) => fieldOf(account, field)));
    const full = query.get('detailLevel') !== 'SLIM';
    const render = (account) => {
        const source = sources.get(account.sourceId);
        return source === undefined ? null : accountReply(account, source, full, settings);
    };
    return page(found, query, render, settings.accounts);
};
function filtersOf(habits, version) {
    const usual = version === 'v2026' ? 'source.id' : 'sourceId';
    const field = habits.sourceField === 'by-version' ? usual : habits.sourceField;
    const operators = ['eq', 'in', 'sw'];
    if (field === 'both')
        return { ...accounts_FILTERS, sourceId: operators, 'source.id': operators };
    return { ...accounts_FILTERS, [field]: operators };
}
function isSourceField(field) {
    return field === 'sourceId' || field === 'source.id';
}
function accountsOf(tenant, sourceIds) {
    const [only] = sourceIds;
    if (only !== undefined && sourceIds.length === 1)
        return tenant.accounts(only);
    return sourceIds.flatMap((id) => tenant.accounts(id));
}
function fieldOf(account, field) {
    switch (field) {
        case 'id':
            return account.id;
        case 'name':
            return account.name;
        case 'created':
            return time(account.created);
        case 'modified':
            return time(account.modified);
        case 'sourceId':
            return account.sourceId;
        default:
            return account.nativeIdentity;
    }
}
function accountReply(account, source, full, { accounts: habits, values }) {
    const shown = shownValues(account, source, values);
    return {
        id: account.id,
        name: account.name,
        created: time(account.created),
        modified: time(account.modified),
        sourceId: source.id,
        sourceName: source.name,
        ...(full || habits.slimAttributes === 'present' ? shown : withoutValues(habits.slimAttributes)),
        authoritative: source.authoritative,
        description: null,
        disabled: false,
        locked: false,
        nativeIdentity: identityOf(account, habits),
        systemAccount: false,
        uncorrelated: !source.authoritative,
        uuid: null,
        manuallyCorrelated: false,
        hasEntitlements: false,
        origin: 'AGGREGATED',
    };
}
function withoutValues(form) {
    return form === 'null' ? { attributes: null } : {};
}
function identityOf({ nativeIdentity }, habits) {
    if (habits.nullIdentities.includes(nativeIdentity))
        return null;
    const number = Number(nativeIdentity);
    return habits.identitiesAs === 'numbers' && String(number) === nativeIdentity ? number : nativeIdentity;
}
function time(at) {
    return new Date(at).toISOString();
}

;// CONCATENATED MODULE: ./lib/sandbox/task.js

function phaseOf(task, now) {
    if (now < task.created)
        return 'not-created';
    if (now >= task.final)
        return 'final';
    if (now >= task.completed)
        return 'completed';
    if (now >= task.collected)
        return 'collected';
    return now >= task.started ? 'started' : 'queued';
}
function isRunning(task, now) {
    const phase = phaseOf(task, now);
    return phase !== 'not-created' && phase !== 'final';
}
function progressOf(task, now) {
    const phase = phaseOf(task, now);
    const total = task.counts.total;
    switch (phase) {
        case 'not-created':
        case 'queued':
            return { percent: 0, text: 'Initializing...' };
        case 'started':
            return { percent: 10 + part(now, task.started, task.collected, 20), text: 'Collecting accounts' };
        case 'collected': {
            const done = part(now, task.collected, task.completed, total);
            const percent = 30 + part(now, task.collected, task.completed, 69);
            return { percent, text: `Processed ${done} of ${total} accounts` };
        }
        case 'completed':
        case 'final':
            return { percent: 100, text: `Processed ${total} of ${total} accounts` };
        default:
            return assertNever(phase);
    }
}
function part(now, start, end, whole) {
    if (end <= start)
        return whole;
    return Math.floor((whole * Math.min(Math.max(now - start, 0), end - start)) / (end - start));
}

;// CONCATENATED MODULE: ./lib/sandbox/task-replies.js

const DESCRIPTION = 'Aggregates from the specified application.';
const RETURNS = [
    ['applications', 'TASK_OUT_ACCOUNT_AGGREGATION_APPLICATIONS'],
    ['total', 'TASK_OUT_ACCOUNT_AGGREGATION_TOTAL'],
    ['optimized', 'TASK_OUT_UNCHANGED_ACCOUNTS'],
    ['ignored', 'TASK_OUT_ACCOUNT_AGGREGATION_IGNORED'],
    ['created', 'TASK_OUT_ACCOUNT_AGGREGATION_CREATED'],
    ['updated', 'TASK_OUT_ACCOUNT_AGGREGATION_UPDATED'],
    ['deleted', 'TASK_OUT_ACCOUNT_AGGREGATION_DELETED'],
];
function taskStatus(task, now) {
    const phase = phaseOf(task, now);
    const ended = phase === 'completed' || phase === 'final';
    const progress = progressOf(task, now);
    return {
        id: task.id,
        type: 'QUARTZ',
        uniqueName: task.name,
        description: DESCRIPTION,
        parentName: task.name,
        launcher: task.launcher,
        target: { id: task.sourceId, type: 'APPLICATION', name: `${task.sourceName} [source]` },
        created: date(task.created),
        modified: date(Math.min(now, task.final)),
        launched: phase === 'queued' ? null : date(task.started),
        completed: ended ? date(task.completed) : null,
        completionStatus: phase === 'final' ? task.completionStatus : null,
        messages: ended ? task.messages.flatMap(inTwoLocales) : [],
        returns: RETURNS.map(([attributeName, name]) => ({ name, attributeName })),
        attributes: ended ? { ...task_replies_attributesOf(task), ...countsOf(task) } : task_replies_attributesOf(task),
        progress: progress.text,
        percentComplete: progress.percent,
        taskDefinitionSummary: {
            id: '5c8f1a44a7e14d6b9f0f3f8f2b6f7c01',
            uniqueName: task.name,
            description: DESCRIPTION,
            parentName: task.name,
            executor: 'sailpoint.task.ServiceTaskExecutor',
            arguments: {},
        },
    };
}
function acceptedTask(task, { messages, completionStatus = null }) {
    const ended = completionStatus !== null;
    return {
        id: task.id,
        type: 'QUARTZ',
        name: task.name,
        description: 'Aggregate from the specified application',
        launcher: task.launcher,
        created: task.created,
        launched: ended ? task.created : null,
        completed: ended ? task.created : null,
        completionStatus: spelledAsIn202(completionStatus),
        parentName: null,
        messages: (messages ?? []).flatMap((message) => [plain(message), plain(message)]),
        progress: messages === undefined ? 'Initializing...' : null,
        attributes: { appId: task.sourceId, optimizedAggregation: task.optimized ? 'enabled' : 'disabled' },
        returns: RETURNS.map(([attributeName, displayLabel]) => ({ displayLabel, attributeName })),
    };
}
function aggregationStatus(task, now) {
    const { created, updated, deleted } = task.counts;
    const phase = phaseOf(task, now);
    const collected = phase !== 'queued' && phase !== 'started';
    const ended = phase === 'completed' || phase === 'final';
    const of = (whole) => (collected ? part(now, task.collected, task.completed, whole) : 0);
    const total = created + updated + deleted;
    return {
        start: date(task.started),
        status: ended ? endOf(task) : collected ? 'ACCOUNTS_COLLECTED' : 'STARTED',
        totalAccounts: collected ? total : 0,
        processedAccounts: of(total),
        totalAccountsMarkedForDeletion: collected ? deleted : 0,
        deletedAccounts: of(deleted),
        totalIdentities: collected ? total : 0,
        processedIdentities: of(total),
    };
}
function endOf(task) {
    return task.completionStatus?.toUpperCase() === 'TERMINATED' ? 'TERMINATED' : 'COMPLETED';
}
function task_replies_attributesOf(task) {
    return {
        appId: task.sourceId,
        applications: `${task.sourceName} [source]`,
        optimizedAggregation: task.optimized ? 'enabled' : 'disabled',
    };
}
function countsOf(task) {
    return Object.fromEntries(Object.entries(task.counts)
        .filter(([name]) => !task.withoutCounts.includes(name))
        .map(([name, count]) => [name, task.countsAs === 'strings' ? String(count) : count]));
}
function inTwoLocales(message) {
    return ['en-US', 'en'].map((locale) => ({
        type: message.type,
        localizedText: { locale, message: message.text },
        key: message.text,
        parameters: [],
    }));
}
function plain(message) {
    return {
        type: message.type,
        error: message.type === 'ERROR',
        warning: message.type === 'WARN',
        key: message.text,
        localizedText: message.text,
    };
}
function spelledAsIn202(completionStatus) {
    return completionStatus === 'TEMPERROR' ? 'TEMP_ERROR' : completionStatus;
}
function date(time) {
    return new Date(time).toISOString();
}

;// CONCATENATED MODULE: ./lib/sandbox/operations/load-accounts.js







const BUSY = 'This aggregation failed because the currently running aggregation must complete before the next one can start.';
const loadAccounts = async (call) => {
    const source = sourceOf(call);
    if (call.body.kind === 'json')
        return json(200, {});
    const parts = partsOf(call);
    const delivery = await deliveredBy(call, source, parts.file);
    const launcher = call.client.id;
    if (call.world.tenant.isBusy(source.id))
        return busy(call, source, launcher);
    const { tenant } = call.world;
    const optimization = !parts.disableOptimization;
    const task = tenant.startAggregation(source, delivery, optimization, launcher, call.quotable);
    const named = tenant.tasks().find(({ id }) => id === task.accepted.taskId);
    return accepted(named ?? { ...task, id: task.accepted.taskId ?? task.id }, task.accepted);
};
function partsOf(call) {
    const { body } = call;
    switch (body.kind) {
        case 'none':
            if (call.contentType !== undefined)
                throw new Refused(INTERNAL_FAULT);
            return { file: undefined, disableOptimization: false };
        case 'multipart':
            return {
                file: body.parts.files.find((file) => file.part === 'file'),
                disableOptimization: body.parts.fields['disableOptimization']?.toLowerCase() === 'true',
            };
        case 'malformed':
            throw new Refused(badRequest(`The multipart body cannot be read: ${body.problem}`));
        case 'form':
        case 'json':
        case 'other':
        case 'cut-off':
            throw new Refused(badRequest('The request must be multipart/form-data with a part named "file".'));
        default:
            return assertNever(body);
    }
}
async function deliveredBy(call, source, file) {
    if (source.kind !== 'file') {
        if (file === undefined)
            return undefined;
        throw new Refused(badRequest(`Source "${source.name}" does not take a file: it reads its accounts itself.`));
    }
    if (file === undefined) {
        throw new Refused(badRequest(`A file is required to aggregate source "${source.name}": part "file" is missing.`));
    }
    const { parsedBytes, uploadBytes, uploadLines } = call.world.settings;
    if (parsedBytes !== null && file.bytes > parsedBytes) {
        await deliveryOf(source, [load_accounts_firstLineOf(file.beginning)]);
        return { kind: 'counted', lines: Math.max(0, file.lines - 1) };
    }
    const lines = file.lines - (hasHeading(source) ? 1 : 0);
    if (file.chunks === undefined || lines > uploadLines) {
        throw new Refused(tooLarge(`The file has ${file.bytes} bytes and ${lines} lines below its heading; at most ${uploadBytes} bytes and ${uploadLines} lines are taken.`));
    }
    return deliveryOf(source, file.chunks);
}
function load_accounts_firstLineOf(beginning) {
    const end = beginning.indexOf(10);
    return end === -1 ? beginning : beginning.subarray(0, end);
}
function busy(call, source, launcher) {
    const { busyReply } = source;
    const type = busyReply === 'success-false' || busyReply === 'final-status' ? 'ERROR' : 'WARN';
    const message = { type, text: BUSY, ...source.busyMessage };
    const messages = quoteIn([message], call.quotable);
    const refuse = (plan) => call.world.tenant.refuseAggregation(source, { ...plan, messages }, launcher);
    const atOnce = { durationMs: 0, completedEarlyMs: 0 };
    switch (busyReply) {
        case 'warn-message':
            return accepted(refuse(atOnce), { messages });
        case 'success-false':
            return accepted(refuse(atOnce), { success: false, messages });
        case 'final-status':
            return accepted(refuse(atOnce), { messages, completionStatus: source.busyStatus });
        case 'at-the-end':
            return accepted(refuse({}), {});
        default:
            return assertNever(busyReply);
    }
}
function accepted(task, plan) {
    return json(202, { success: plan.success ?? true, task: acceptedTask(task, plan) });
}

;// CONCATENATED MODULE: ./lib/sandbox/operations/tasks.js





const tasks_FILTERS = {
    id: ['eq', 'in'],
    sourceId: ['eq', 'in'],
    completionStatus: ['eq', 'in', 'isnull'],
};
const STATUS_KEPT_MS = 3_600_000;
const getTask = (call) => {
    const task = taskOf(call);
    if (task === undefined)
        throw new Refused(notFound(`Task with id "${call.id}" was not found.`));
    return json(200, taskStatus(task, call.world.tenant.now()));
};
const listTasks = ({ world, query }) => {
    const conditions = parseFilters(query.get('filters'), tasks_FILTERS);
    const now = world.tenant.now();
    const fields = (task) => ({
        id: task.id,
        sourceId: task.sourceId,
        completionStatus: phaseOf(task, now) === 'final' ? task.completionStatus : null,
    });
    const found = world.tenant.tasks().filter((task) => meets(conditions, (field) => fields(task)[field]));
    return page(sorted(found, query.get('sorters')), query, (task) => taskStatus(task, now));
};
const getAggregationStatus = (call) => {
    const task = taskOf(call);
    const now = call.world.tenant.now();
    if (task === undefined || now < task.started || now > task.completed + STATUS_KEPT_MS) {
        throw new Refused(notFound(`Account aggregation with id "${call.id}" was not found.`));
    }
    return json(200, aggregationStatus(task, now));
};
function taskOf(call) {
    return call.world.tenant.tasks().find((task) => task.id === call.id);
}
function sorted(latestFirst, sorters) {
    if (sorters === null || sorters === '' || sorters === '-created')
        return latestFirst;
    if (sorters === 'created')
        return latestFirst.toReversed();
    throw new Refused(badRequest(`Sorting by "${sorters}" is not supported here.`));
}

;// CONCATENATED MODULE: ./lib/sandbox/permissions.js

const ALL_SCOPES = [
    'idn:sources:manage',
    'idn:task-management:read',
    'idn:accounts:read',
    'idn:source-schema:read',
];
function mayDo(client, operation) {
    const has = (...scopes) => [...scopes, 'sp:scopes:all'].some((scope) => client.scopes.includes(scope));
    switch (operation) {
        case 'token':
            return true;
        case 'getSource':
        case 'listSources':
        case 'getConnections':
            return has('idn:sources:manage', 'idn:sources:read');
        case 'loadAccounts':
            return has('idn:sources:manage');
        case 'getSchemas':
        case 'getSchemaHeader':
            return client.userContext && has('idn:source-schema:read', 'idn:source-schema:manage');
        case 'listAccounts':
            return has('idn:accounts:read', 'idn:accounts:manage');
        case 'getTask':
        case 'listTasks':
            return has('idn:task-management:read', 'idn:task-management:write');
        case 'getAggregationStatus':
            return client.userContext;
        default:
            return assertNever(operation);
    }
}

;// CONCATENATED MODULE: ./lib/sandbox/process-request.js








const PERFORM = {
    listSources: listSources,
    getSource: getSource,
    getSchemas: getSchemas,
    getSchemaHeader: getSchemaHeader,
    getConnections: getConnections,
    loadAccounts: loadAccounts,
    listAccounts: listAccounts,
    getTask: getTask,
    listTasks: listTasks,
    getAggregationStatus: getAggregationStatus,
};
const EXPERIMENTAL_IN_V2024 = ['loadAccounts', 'getTask', 'listTasks'];
async function processRequest(world, request) {
    const { route, trackingId } = request;
    try {
        if (route?.operation === 'token') {
            return issueToken(world, request.body, request.query, header(request, 'authorization'));
        }
        const token = world.tokens.check(header(request, 'authorization'), world.tenant.now());
        if (token.kind === 'none')
            return unauthorized('JWT is required');
        if (token.kind === 'unknown')
            return unauthorized('JWT validation failed: JWT is not valid');
        if (token.kind === 'expired')
            return unauthorized('JWT validation failed: JWT is expired');
        if (route?.version === undefined)
            throw new Refused(notFound('The requested resource was not found.'));
        if (world.settings.rateLimit === 'on') {
            const seconds = world.rateLimit.take(`${token.client.id} ${route.version}`, world.clock());
            if (seconds > 0)
                return tooMany(seconds);
        }
        if (world.settings.versionsOff.includes(route.version))
            throw new Refused(gone(route.version));
        if (!mayDo(token.client, route.operation))
            throw new Refused(FORBIDDEN);
        const refused = world.settings.refused[route.operation];
        if (refused === 403)
            throw new Refused(FORBIDDEN);
        if (refused === 404)
            throw new Refused(notFound('The requested resource was not found.'));
        if (lacksExperimentalHeader(request, route)) {
            throw new Refused(badRequest('This API is experimental: send the header X-SailPoint-Experimental: true.'));
        }
        const reply = await PERFORM[route.operation]({
            world,
            client: token.client,
            id: route.id,
            version: route.version,
            query: request.query,
            contentType: header(request, 'content-type'),
            body: request.body,
            quotable: quotableOf(header(request, 'authorization'), token.client, request.body),
        });
        if (!world.settings.deprecated.includes(route.operation))
            return reply;
        return { ...reply, headers: { ...reply.headers, 'X-Deprecated': 'true' } };
    }
    catch (error) {
        if (error instanceof Refused)
            return refuse(error.refusal, trackingId);
        throw error;
    }
}
function lacksExperimentalHeader(request, route) {
    return (route.version === 'v2024' &&
        EXPERIMENTAL_IN_V2024.includes(route.operation) &&
        header(request, 'x-sailpoint-experimental') !== 'true');
}
function gone(version) {
    return { status: 410, detailCode: '410 Gone', text: `Version ${version} of this API is no longer served.` };
}
function header(request, name) {
    return request.headers[name]?.toString();
}

;// CONCATENATED MODULE: ./lib/sandbox/request-record.js

function headersOf(headers, redact) {
    const kept = {};
    for (const [name, value] of Object.entries(headers)) {
        const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
        kept[name] = name === 'authorization' ? `${text.split(' ')[0] ?? ''} ${fingerprint(text)}` : redact(text);
    }
    return kept;
}
function factsOf(body, headers, redact) {
    const fields = body.kind === 'form' ? body.fields : body.kind === 'multipart' ? body.parts.fields : {};
    const files = body.kind === 'multipart' ? body.parts.files : [];
    return {
        kind: body.kind,
        bytes: body.bytes,
        contentLength: headers['content-length']?.toString(),
        chunked: headers['transfer-encoding']?.toString().toLowerCase().includes('chunked') ?? false,
        fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [
            name,
            name === 'client_secret' ? fingerprint(value) : redact(value),
        ])),
        files: files.map(({ part, filename, contentType, bytes, lines, sha256 }) => {
            return { part, filename, contentType, bytes, lines, sha256 };
        }),
    };
}

;// CONCATENATED MODULE: ./lib/sandbox/journal.js
class Journal {
    #records = [];
    #watchers = new Set();
    get records() {
        return this.#records;
    }
    open(record) {
        const numbered = { ...record, number: this.#records.length + 1 };
        this.#records.push(numbered);
        this.#changed();
        return numbered;
    }
    note(record, facts) {
        Object.assign(record, facts);
        this.#changed();
    }
    clear() {
        this.#records = [];
    }
    waitFor(holds, timeoutMs) {
        return new Promise((resolve, reject) => {
            const look = () => {
                if (!holds(this.#records))
                    return;
                stop();
                resolve();
            };
            const stop = () => {
                clearTimeout(timer);
                this.#watchers.delete(look);
            };
            const timer = setTimeout(() => {
                stop();
                const came = this.#records.map((one) => `  ${one.method} ${one.url} → ${one.status ?? 'no reply'}`);
                reject(new Error([`Not seen within ${timeoutMs} ms. Requests so far:`, ...came].join('\n')));
            }, timeoutMs);
            this.#watchers.add(look);
            look();
        });
    }
    #changed() {
        for (const look of [...this.#watchers])
            look();
    }
}

;// CONCATENATED MODULE: ./lib/sandbox/rate-limit.js
const LIMIT = { requests: 100, windowMs: 10_000 };
class RateLimit {
    #accepted = new Map();
    #arrivals = [];
    #peak = 0;
    get peak() {
        return this.#peak;
    }
    arrived(now) {
        forgetOld(this.#arrivals, now);
        this.#arrivals.push(now);
        this.#peak = Math.max(this.#peak, this.#arrivals.length);
    }
    take(key, now) {
        const accepted = this.#accepted.get(key) ?? [];
        this.#accepted.set(key, accepted);
        forgetOld(accepted, now);
        const oldest = accepted[0];
        if (accepted.length >= LIMIT.requests && oldest !== undefined) {
            return Math.max(1, Math.ceil((oldest + LIMIT.windowMs - now) / 1_000));
        }
        accepted.push(now);
        return 0;
    }
}
function forgetOld(times, now) {
    while ((times[0] ?? now) <= now - LIMIT.windowMs)
        times.shift();
}

;// CONCATENATED MODULE: ./lib/sandbox/account-store.js
class AccountStore {
    #ids;
    #accounts = new Map();
    #lists = new Map();
    constructor(ids) {
        this.#ids = ids;
    }
    of(sourceId) {
        return this.#accounts.get(sourceId) ?? new Map();
    }
    list(sourceId) {
        const known = this.#lists.get(sourceId);
        if (known !== undefined)
            return known;
        const list = [...this.of(sourceId).values()];
        this.#lists.set(sourceId, list);
        return list;
    }
    begin(sourceId) {
        this.#accounts.set(sourceId, new Map());
        this.#lists.delete(sourceId);
    }
    write(source, written, at) {
        const accounts = this.#accounts.get(source.id);
        let index = 0;
        for (const [nativeIdentity, attributes] of written) {
            const time = at(index);
            index += 1;
            const before = accounts?.get(nativeIdentity);
            const shown = attributes[source.schema.displayAttribute];
            accounts?.set(nativeIdentity, {
                id: before?.id ?? this.#ids.next('account'),
                sourceId: source.id,
                nativeIdentity,
                name: typeof shown === 'string' && shown !== '' ? shown : nativeIdentity,
                attributes,
                created: before?.created ?? time,
                modified: time,
            });
        }
        this.#lists.delete(source.id);
    }
    delete(sourceId, nativeIdentities) {
        for (const identity of nativeIdentities)
            this.#accounts.get(sourceId)?.delete(identity);
        this.#lists.delete(sourceId);
    }
}

;// CONCATENATED MODULE: ./lib/sandbox/same-values.js

function sameValues(before, after, attributes) {
    return attributes.every((attribute) => {
        const [one, other] = [before[attribute.name], after[attribute.name]];
        return one === other || sameValue(one, other, attribute);
    });
}
function sameValue(before, after, { type }) {
    const [one, other] = [normalized(before, type), normalized(after, type)];
    return one.size === other.size && [...one].every((value) => other.has(value));
}
function normalized(value, type) {
    const texts = typeof value === 'string' ? [value] : (value ?? []);
    return new Set(texts.filter((text) => text !== '').map((text) => byType(text, type)));
}
function byType(text, type) {
    switch (type) {
        case 'STRING':
            return text;
        case 'BOOLEAN':
            return /^(true|false)$/i.test(text) ? text.toLowerCase() : text;
        case 'INT':
        case 'LONG':
            return /^[+-]?\d+$/.test(text) ? String(BigInt(text)) : text;
        case 'DATE': {
            const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
            return Number.isNaN(time) ? text : String(time);
        }
        default:
            return assertNever(type);
    }
}

;// CONCATENATED MODULE: ./lib/sandbox/aggregation.js


function aggregate(source, now, { accounts, ignored }, optimization) {
    const known = knownSpelling(source, now);
    const kept = new Set();
    const written = new Map();
    let created = 0;
    for (const [delivered, attributes] of accounts) {
        const identity = known(delivered);
        const before = now.get(identity);
        if (before === undefined)
            created += 1;
        else
            kept.add(identity);
        if (optimization &&
            before !== undefined &&
            sameValues(before.attributes, attributes, source.schema.attributes)) {
            continue;
        }
        written.set(identity, attributes);
    }
    const absent = [...now.keys()].filter((identity) => !kept.has(identity));
    const skipped = whyNotDeleted(source, absent.length, now.size);
    const deleted = skipped === undefined ? absent : [];
    return {
        counts: {
            total: accounts.size,
            optimized: accounts.size - written.size,
            ignored,
            created,
            updated: written.size - created,
            deleted: deleted.length,
        },
        completionStatus: skipped?.type === 'WARN' ? 'WARNING' : 'SUCCESS',
        messages: skipped === undefined ? [] : [skipped],
        written,
        deleted,
    };
}
function knownSpelling(source, now) {
    if (!isFlag(source, 'isCaseInsensitiveMerge'))
        return (identity) => identity;
    const spelling = new Map([...now.keys()].map((identity) => [identity.toLowerCase(), identity]));
    return (identity) => spelling.get(identity.toLowerCase()) ?? identity;
}
function whyNotDeleted(source, absent, accountsNow) {
    if (absent === 0)
        return undefined;
    if (isFlag(source, 'checkDeletedDisabled')) {
        return { type: 'INFO', text: 'Account deletion detection is disabled for this source.' };
    }
    const threshold = source.deleteThreshold ?? Number(textOf(source, 'deleteThresholdPercentage') ?? 0);
    if (threshold === 0 || absent * 100 <= threshold * accountsNow)
        return undefined;
    return {
        type: 'WARN',
        text: `The delete phase was skipped: ${absent} of ${accountsNow} accounts would be deleted, which is above the delete threshold of ${threshold} percent.`,
    };
}

;// CONCATENATED MODULE: ./lib/sandbox/delivery.js



const UNTOUCHED = {
    total: 0,
    optimized: 0,
    ignored: 0,
    created: 0,
    updated: 0,
    deleted: 0,
};
function resultOf(source, now, delivery, optimization) {
    switch (delivery?.kind) {
        case undefined: {
            const held = source.remoteAccounts ?? [...now.values()].map((account) => account.attributes);
            return aggregate(source, now, mergeRows(held, source), optimization);
        }
        case 'accounts':
            return aggregate(source, now, delivery.merged, optimization);
        case 'counted':
            return nothingDone(delivery.lines);
        case 'unreadable':
            return {
                ...nothingDone(0),
                completionStatus: 'ERROR',
                messages: [{ type: 'ERROR', text: delivery.text }],
            };
        default:
            return assertNever(delivery);
    }
}
function nothingDone(total) {
    return {
        counts: { ...UNTOUCHED, total, optimized: total },
        completionStatus: 'SUCCESS',
        messages: [],
        written: new Map(),
        deleted: [],
    };
}
function endsWell(completionStatus) {
    return ['SUCCESS', 'WARNING'].includes(completionStatus?.toUpperCase() ?? '');
}

;// CONCATENATED MODULE: ./lib/sandbox/plan-task.js
const QUEUED = 0.1;
const COLLECTED = 0.5;
const COMPLETED_EARLY_MS = 30;
function planTask(from) {
    const { plan, result, source } = from;
    const created = from.now + (plan.createdLateMs ?? 0);
    const durationMs = plan.durationMs ?? from.taskMs;
    const completed = created + durationMs;
    const completionStatus = plan.completionStatus === undefined ? result.completionStatus : plan.completionStatus;
    return {
        id: from.id,
        name: plan.taskName ?? 'Cloud Account Aggregation',
        sourceId: source.id,
        sourceName: source.name,
        launcher: from.launcher,
        created,
        started: created + Math.round(durationMs * QUEUED),
        collected: created + Math.round(durationMs * COLLECTED),
        completed,
        final: completionStatus === null
            ? Number.POSITIVE_INFINITY
            : completed + (plan.completedEarlyMs ?? COMPLETED_EARLY_MS),
        completionStatus,
        messages: [...result.messages, ...(plan.messages ?? [])],
        counts: { ...result.counts, ...plan.counts },
        countsAs: plan.countsAs ?? 'numbers',
        withoutCounts: plan.withoutCounts ?? [],
        optimized: from.optimized,
        accepted: plan.accepted ?? {},
    };
}

;// CONCATENATED MODULE: ./lib/sandbox/source-seed.js
function source_seed_sourceOf(seed, ids, now) {
    const attributes = (seed.attributes ?? ['id', 'name', 'email']).map(attributeOf);
    const [first, second] = attributes;
    return {
        id: seed.id ?? ids.next('source'),
        name: seed.name,
        kind: seed.kind ?? 'file',
        authoritative: seed.authoritative ?? false,
        deleteThreshold: seed.deleteThreshold,
        connectorAttributes: {
            ...(seed.buildMap === undefined ? {} : { buildMapRule: 'Rewrite rows' }),
            ...seed.connectorAttributes,
        },
        schema: {
            id: ids.next('schema'),
            identityAttribute: seed.identityAttribute ?? first?.name ?? 'id',
            displayAttribute: seed.displayAttribute ?? second?.name ?? first?.name ?? 'id',
            attributes,
        },
        created: now,
        remoteAccounts: seed.remoteAccounts,
        buildMap: seed.buildMap,
        identityProfiles: seed.identityProfiles ?? [],
        run: seed.run ?? {},
        busyReply: seed.busyReply ?? 'warn-message',
        busyStatus: seed.busyStatus ?? 'ERROR',
        busyMessage: seed.busyMessage ?? {},
        overrides: seed.overrides ?? {},
    };
}
function createdTogether(count, together, now) {
    const size = together === undefined || together < 1 ? Math.max(count, 1) : together;
    const last = Math.floor(Math.max(count - 1, 0) / size);
    return (index) => now - (last - Math.floor(index / size)) * 1_000;
}
function attributeOf(seed) {
    const standard = { type: 'STRING', isMulti: false, isEntitlement: false };
    return typeof seed === 'string' ? { ...standard, name: seed } : { ...standard, ...seed };
}

;// CONCATENATED MODULE: ./lib/sandbox/tenant.js








class Tenant {
    ids = new Ids();
    #settings;
    #clock;
    #sources = new Map();
    #accounts = new AccountStore(this.ids);
    #tasks = [];
    #planned = new Map();
    #unsettled = [];
    constructor(settings, clock) {
        this.#settings = settings;
        this.#clock = clock;
    }
    now() {
        return this.#clock() + this.#settings.clockSkewMs;
    }
    addSource(seed) {
        const now = this.now();
        const source = source_seed_sourceOf(seed, this.ids, now);
        const { accounts } = mergeRows(seed.accounts ?? [], source);
        this.#sources.set(source.id, source);
        this.#accounts.begin(source.id);
        this.#accounts.write(source, accounts, createdTogether(accounts.size, seed.createdTogether, now));
        return source;
    }
    sources() {
        return [...this.#sources.values()];
    }
    source(id) {
        return this.#sources.get(id);
    }
    accounts(sourceId) {
        this.#settle();
        return this.#accounts.list(sourceId);
    }
    tasks() {
        const now = this.now();
        const created = this.#tasks.filter((task) => task.created <= now);
        return created.toReversed().toSorted((a, b) => b.created - a.created);
    }
    isBusy(sourceId) {
        const now = this.now();
        return this.#tasks.some((task) => task.sourceId === sourceId && isRunning(task, now));
    }
    planRun(sourceId, plan) {
        this.#planned.set(sourceId, [...(this.#planned.get(sourceId) ?? []), plan]);
    }
    runElsewhere(sourceId, plan = {}, delivery) {
        const source = this.#sources.get(sourceId);
        if (source === undefined)
            throw new Error(`There is no source ${sourceId} in this sandbox.`);
        this.#settle();
        const now = this.#accounts.of(sourceId);
        const result = delivery === undefined ? nothingDone(now.size) : resultOf(source, now, delivery, true);
        return this.#start(source, { ...source.run, ...plan }, result, true, 'Another Administrator');
    }
    startAggregation(source, delivery, optimization, launcher, quotable = {}) {
        const planned = { ...source.run, ...this.#planned.get(source.id)?.shift() };
        const plan = quoteIn(planned, quotable);
        this.#settle();
        const result = resultOf(source, this.#accounts.of(source.id), delivery, optimization);
        return this.#start(source, plan, result, optimization, launcher);
    }
    refuseAggregation(source, plan, launcher) {
        const refused = { completionStatus: source.busyStatus, changesAccounts: false, ...plan };
        return this.#start(source, refused, nothingDone(0), true, launcher);
    }
    #start(source, plan, planned, optimized, launcher) {
        const status = plan.completionStatus === undefined ? planned.completionStatus : plan.completionStatus;
        const changes = plan.changesAccounts ?? endsWell(status);
        const result = changes ? planned : { ...planned, counts: { ...UNTOUCHED, total: planned.counts.total } };
        const task = planTask({
            id: plan.taskId ?? this.ids.next('task'),
            source,
            plan,
            result,
            optimized,
            launcher,
            now: this.now(),
            taskMs: this.#settings.taskMs,
        });
        if (plan.starts === false)
            return task;
        this.#tasks.push(task);
        if (changes)
            this.#unsettled.push({ at: task.completed, sourceId: source.id, result });
        return task;
    }
    #settle() {
        const now = this.now();
        const due = this.#unsettled.filter((one) => one.at <= now);
        if (due.length === 0)
            return;
        this.#unsettled = this.#unsettled.filter((one) => one.at > now);
        for (const { at, sourceId, result } of due.toSorted((a, b) => a.at - b.at)) {
            const source = this.#sources.get(sourceId);
            if (source === undefined)
                continue;
            this.#accounts.delete(sourceId, result.deleted);
            this.#accounts.write(source, result.written, () => at);
        }
    }
}

;// CONCATENATED MODULE: ./lib/sandbox/tokens.js

class Tokens {
    #clients = new Map();
    #tokens = new Map();
    addClient(client) {
        this.#clients.set(client.id, client);
    }
    clients() {
        return [...this.#clients.values()];
    }
    issue(clientId, secret, expires) {
        const client = this.#clients.get(clientId);
        if (client?.secret !== secret)
            return undefined;
        const token = newToken();
        this.#tokens.set(token, { client, expires });
        return token;
    }
    check(authorization, now) {
        if (authorization === undefined)
            return { kind: 'none' };
        const held = this.#tokens.get(/^Bearer +(.+)$/i.exec(authorization)?.[1] ?? '');
        if (held === undefined)
            return { kind: 'unknown' };
        return { kind: held.expires > now ? 'valid' : 'expired', client: held.client };
    }
    expireAll() {
        for (const held of this.#tokens.values())
            held.expires = 0;
    }
    secrets() {
        return [...[...this.#clients.values()].map((client) => client.secret), ...this.#tokens.keys()];
    }
}

;// CONCATENATED MODULE: ./lib/sandbox/world.js






function createWorld(seed) {
    const settings = changeSettings(structuredClone(DEFAULT_SETTINGS), structuredClone(seed.settings));
    const tenant = new Tenant(settings, seed.clock);
    const tokens = new Tokens();
    for (const client of seed.clients)
        tokens.addClient(client);
    for (const source of seed.sources)
        tenant.addSource(source);
    return {
        clock: seed.clock,
        settings,
        tenant,
        tokens,
        script: new FaultScript(),
        journal: new Journal(),
        rateLimit: new RateLimit(),
    };
}
function redactor(tokens) {
    return (text) => {
        let clean = text;
        for (const secret of tokens.secrets()) {
            clean = clean.replaceAll(secret, '[secret]').replaceAll(encodeURIComponent(secret), '[secret]');
        }
        return clean;
    };
}

;// CONCATENATED MODULE: ./lib/sandbox/enter-request.js


function enterRequest(world, request, url, route, fault) {
    const redact = redactor(world.tokens);
    const token = world.tokens.check(request.headers.authorization, world.tenant.now());
    return world.journal.open({
        time: world.clock(),
        method: request.method ?? 'GET',
        url: redact(request.url ?? '/'),
        path: redact(url.pathname),
        query: Object.fromEntries([...url.searchParams].map(([name, value]) => [name, redact(value)])),
        operation: route?.operation,
        version: route?.version,
        headers: headersOf(request.headers, redact),
        authorization: token.kind,
        clientId: 'client' in token ? token.client.id : undefined,
        body: undefined,
        fault,
        processed: undefined,
        status: undefined,
    });
}

;// CONCATENATED MODULE: ./lib/sandbox/handle-request.js












async function handleRequest(world, request, response) {
    const url = new URL(`http://sandbox${request.url ?? '/'}`);
    const route = findRoute(request.method ?? 'GET', url.pathname);
    const met = world.script.take(route?.operation);
    const exchange = {
        world,
        request,
        response,
        url,
        route,
        trackingId: world.tenant.ids.next('request'),
        record: enterRequest(world, request, url, route, met?.fault.kind),
    };
    response.setHeader('Date', new Date(world.tenant.now()).toUTCString());
    response.setHeader('SLPT-Request-ID', exchange.trackingId);
    world.rateLimit.arrived(world.clock());
    if (met?.meanwhile !== undefined)
        await startElsewhere(world.tenant, met.meanwhile);
    await answer(exchange, met?.fault);
}
const KEPT_TEXT = 1024 * 1024;
const NO_BODY = { kind: 'none', bytes: 0 };
async function answer(exchange, fault) {
    const { response, request } = exchange;
    switch (fault?.kind) {
        case undefined:
        case 'pass':
            finish(exchange, await processAndNote(exchange));
            return;
        case 'reset-before-reading':
            send_reset(request);
            return;
        case 'no-reply':
            return;
        case 'reply':
            await sendInstead(exchange, fault);
            return;
        case 'redirect': {
            await readAndNote(exchange);
            const status = fault.status ?? 307;
            noted(exchange, status);
            send(response, { status, headers: { Location: fault.location }, body: '' });
            return;
        }
        case 'delay': {
            const reply = await processAndNote(exchange);
            await (0,external_node_timers_promises_namespaceObject.setTimeout)(fault.ms, undefined, { ref: false });
            finish(exchange, reply);
            return;
        }
        case 'reset-after-processing':
            await processAndNote(exchange);
            send_reset(request);
            return;
        case 'no-reply-after-processing':
            await processAndNote(exchange);
            return;
        case 'cut-reply': {
            const reply = await processAndNote(exchange);
            noted(exchange, reply.status);
            sendHalf(response, reply);
            return;
        }
        case 'replace-body': {
            const reply = await processAndNote(exchange);
            finish(exchange, { ...reply, body: bodyOf(fault.body) });
            return;
        }
        case 'slow-body': {
            const reply = await processAndNote(exchange);
            noted(exchange, reply.status);
            await sendSlowly(response, reply, fault.bytes, fault.pauseMs);
            return;
        }
        default:
            assertNever(fault);
    }
}
async function sendInstead(exchange, fault) {
    const { world, request, response } = exchange;
    const body = fault.beforeBody === true ? NO_BODY : await readAndNote(exchange);
    const { authorization } = request.headers;
    const token = world.tokens.check(authorization, world.tenant.now());
    const client = 'client' in token ? token.client : undefined;
    noted(exchange, fault.status);
    const reply = replyOf(fault, quotableOf(authorization, client, body));
    send(response, reply, fault.beforeBody === true ? { Connection: 'close' } : {});
}
async function processAndNote(exchange) {
    const { world, request, route, url, trackingId } = exchange;
    const body = await readAndNote(exchange);
    const { headers } = request;
    const reply = await processRequest(world, { route, query: url.searchParams, headers, body, trackingId });
    world.journal.note(exchange.record, { processed: reply.status });
    return reply;
}
async function readAndNote({ world, request, record }) {
    const { parsedBytes, uploadBytes } = world.settings;
    const body = await readBody(request, { file: parsedBytes ?? uploadBytes, text: KEPT_TEXT });
    world.journal.note(record, { body: factsOf(body, request.headers, redactor(world.tokens)) });
    return body;
}
function finish(exchange, reply) {
    if (exchange.response.destroyed)
        return;
    noted(exchange, reply.status);
    send(exchange.response, reply);
}
function noted({ world, record }, status) {
    world.journal.note(record, { status });
}

;// CONCATENATED MODULE: ./lib/sandbox/sandbox.js






const DEFAULT_CLIENT = {
    id: '5a4d6b0e2c9f4f0f9a3f6c1d8b7e2a10',
    secret: 'opens-nothing-but-the-sandbox-7d1f0c52',
    scopes: ALL_SCOPES,
    userContext: true,
};
async function startSandbox(options = {}) {
    const seed = {
        clients: options.clients ?? [DEFAULT_CLIENT],
        sources: options.sources ?? [],
        settings: options.settings ?? {},
        clock: options.clock ?? Date.now,
    };
    let world = createWorld(seed);
    const reset = () => {
        world = createWorld(seed);
    };
    const listener = (request, response) => {
        const handled = isControl(request.url)
            ? handleControl(world, reset, request, response)
            : handleRequest(world, request, response);
        handled.catch((error) => {
            console.error('The sandbox itself has failed:', error);
            response.destroy();
        });
    };
    const server = options.tls === undefined ? (0,external_node_http_namespaceObject.createServer)(listener) : (0,external_node_https_namespaceObject.createServer)(options.tls, listener);
    server.requestTimeout = 0;
    server.keepAliveTimeout = 60_000;
    const host = options.host ?? '127.0.0.1';
    const port = await listen(server, options.port ?? 0, host);
    return {
        url: `${options.tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
        get tenant() {
            return world.tenant;
        },
        get tokens() {
            return world.tokens;
        },
        get settings() {
            return world.settings;
        },
        get rateLimit() {
            return world.rateLimit;
        },
        get requests() {
            return world.journal.records;
        },
        script: (fault) => {
            world.script.add(fault);
        },
        clearScript: () => {
            world.script.clear();
        },
        waitFor: (holds, timeoutMs = 10_000) => world.journal.waitFor(holds, timeoutMs),
        reset,
        close: () => sandbox_close(server),
    };
}
function listen(server, port, host) {
    return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
            server.off('error', reject);
            resolve(server.address().port);
        });
    });
}
function sandbox_close(server) {
    return new Promise((resolve) => {
        server.close(() => {
            resolve();
        });
        server.closeAllConnections();
    });
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(451);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
