// A page around rendered Markdown that looks enough like GitHub to judge a report by.

const COLOURS = {
  light: {
    page: '#fff',
    text: '#1f2328',
    muted: '#59636e',
    line: '#d1d9e0',
    bar: '#f6f8fa',
    link: '#0969da',
  },
  dark: {
    page: '#0d1117',
    text: '#f0f6fc',
    muted: '#9198a1',
    line: '#3d444d',
    bar: '#151b23',
    link: '#4493f8',
  },
};

const styleOf = ({ bar, line, link, muted, page, text }, width) => `
  * { box-sizing: border-box }
  body { margin: 0; padding: 16px; background: ${page}; color: ${text}; width: ${width}px;
    font: 14px/1.5 "Liberation Sans", "Noto Color Emoji", sans-serif }
  .frame { border: 1px solid ${line}; border-radius: 6px; overflow: hidden }
  .bar { background: ${bar}; border-bottom: 1px solid ${line}; padding: 8px 16px; color: ${muted} }
  .bar b { color: ${text} }
  .label { border: 1px solid ${line}; border-radius: 2em; padding: 0 7px; font-size: 12px; margin-left: 4px }
  .body { padding: 16px }
  .body > :first-child { margin-top: 0 }
  .body > :last-child { margin-bottom: 0 }
  h2 { font-size: 21px; line-height: 1.25; margin: 24px 0 16px; padding-bottom: 6px; border-bottom: 1px solid ${line} }
  h3 { font-size: 17.5px; line-height: 1.25; margin: 24px 0 16px }
  h4 { font-size: 14px; line-height: 1.25; margin: 24px 0 16px }
  p, ul, table, details, blockquote, pre { margin: 0 0 16px }
  ul { padding-left: 2em }
  li + li { margin-top: 4px }
  a { color: ${link} }
  code { background: #818b981f; border-radius: 6px; padding: 2px 5px; font: 12px "Liberation Mono", monospace }
  table { border-collapse: collapse; display: block; width: max-content; max-width: 100%; overflow: auto }
  th, td { border: 1px solid ${line}; padding: 6px 13px }
  tr:nth-child(2n) td { background: ${bar} }
  blockquote { padding: 0 14px; color: ${muted}; border-left: 4px solid ${line} }
  hr { height: 4px; border: 0; background: ${line}; margin: 24px 0 }
  sub { font-size: 12px }
  summary { cursor: pointer }
`;

const BARS = {
  comment: '<b>github-actions</b><span class="label">bot</span> commented now',
  summary: '<b>hr</b> summary',
};

/** The whole page; its title becomes its height in pixels. `theme` is light or dark, `width` in pixels. */
export function pageOf({ html, kind, theme, width }) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title></title><style>${styleOf(COLOURS[theme], width)}</style></head>
<body><div class="frame"><div class="bar">${BARS[kind]}</div><div class="body">${html}</div></div>
<script>document.title = String(Math.ceil(document.body.getBoundingClientRect().height));</script></body></html>
`;
}
