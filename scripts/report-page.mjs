// A page around rendered Markdown that looks enough like GitHub to judge a report by.

/** Pixels. A comment on GitHub is about so wide, and so is a job summary on a small screen. */
export const WIDTH = 900;

const STYLE = `
  * { box-sizing: border-box }
  body { margin: 0; padding: 16px; background: #fff; color: #1f2328; width: ${WIDTH}px;
    font: 14px/1.5 "Liberation Sans", "Noto Color Emoji", sans-serif }
  .frame { border: 1px solid #d1d9e0; border-radius: 6px; overflow: hidden }
  .bar { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; padding: 8px 16px; color: #59636e }
  .bar b { color: #1f2328 }
  .label { border: 1px solid #d1d9e0; border-radius: 2em; padding: 0 7px; font-size: 12px; margin-left: 4px }
  .body { padding: 16px }
  .body > :first-child { margin-top: 0 }
  .body > :last-child { margin-bottom: 0 }
  h2 { font-size: 21px; line-height: 1.25; margin: 24px 0 16px; padding-bottom: 6px; border-bottom: 1px solid #d1d9e0b3 }
  h3 { font-size: 17.5px; line-height: 1.25; margin: 24px 0 16px }
  h4 { font-size: 14px; line-height: 1.25; margin: 24px 0 16px }
  p, ul, table, details, blockquote, pre { margin: 0 0 16px }
  ul { padding-left: 2em }
  li + li { margin-top: 4px }
  a { color: #0969da }
  code { background: #818b981f; border-radius: 6px; padding: 2px 5px; font: 12px "Liberation Mono", monospace }
  table { border-collapse: collapse; display: block; width: max-content; max-width: 100%; overflow: auto }
  th, td { border: 1px solid #d1d9e0; padding: 6px 13px }
  tr:nth-child(2n) td { background: #f6f8fa }
  blockquote { padding: 0 14px; color: #59636e; border-left: 4px solid #d1d9e0 }
  hr { height: 4px; border: 0; background: #d1d9e0; margin: 24px 0 }
  sub { font-size: 12px }
  summary { cursor: pointer }
`;

const BARS = {
  comment: '<b>github-actions</b><span class="label">bot</span> commented now',
  summary: '<b>hr</b> summary',
};

/** The whole page; its title becomes its height in pixels. */
export function pageOf(kind, html) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title></title><style>${STYLE}</style></head>
<body><div class="frame"><div class="bar">${BARS[kind]}</div><div class="body">${html}</div></div>
<script>document.title = String(Math.ceil(document.body.getBoundingClientRect().height));</script></body></html>
`;
}
