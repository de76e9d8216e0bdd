// Writes the icons that the templates use into one macro file, from Lucide (ISC).
import { readFileSync, writeFileSync } from "node:fs";

const names = `search check clock triangle-alert hourglass circle-check circle-x circle-alert lock archive map-pin map
menu x chevron-right chevron-left chevron-down chevron-up arrow-left arrow-right arrow-up arrow-down camera file-text image mail phone
message-square user users calendar download external-link info plus pencil trash-2 list-filter languages
log-in log-out inbox chart-column layout-list settings bell thumbs-up thumbs-down git-merge flag keyboard
house landmark history send reply paperclip undo-2 star eye eye-off copy circle-help printer refresh-cw
building-2 tree-pine car trash recycle lightbulb droplets dog hammer heart book-open banknote vote megaphone
circle-dot pause play route share-2 accessibility list`.split(/\s+/);

const paths = names.map((name) => {
  const svg = readFileSync(new URL(`./node_modules/lucide-static/icons/${name}.svg`, import.meta.url), "utf8");
  const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return [name, inner.replace(/\s+/g, " ").replace(/ \/>/g, "/>").replace(/> </g, "><").trim()];
});

writeFileSync(
  new URL("../templates/web/ui/icons.html", import.meta.url),
  `{#- Icons from Lucide (ISC licence), written by assets-src/icons.js. An icon without a label is decoration. -#}
{%- set shapes = {
${paths.map(([name, inner]) => `  "${name}": '${inner}'`).join(",\n")}
} -%}
{%- macro icon(name, label='', size=20) -%}
<svg class="th-icon" width="{{ size }}" height="{{ size }}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" focusable="false"{% if label %} role="img" aria-label="{{ label }}"{% else %} aria-hidden="true"{% endif %}>{{ shapes[name]|safe }}</svg>
{%- endmacro -%}
`,
);
