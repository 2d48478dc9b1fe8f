// A schematic floorplan: squares of the tiles' area in order of their numbers, and what stands
// beside them, true to scale and colored by power density. Places are not those of a layout.
import {addChart, axis} from '../chart.js';
import {tip} from '../elements.js';
import {digits, quantity} from '../numbers.js';
import {theme} from '../theme.js';

const most = 4096; // tiles that are drawn

function blocksOf(run) {
  const {metrics} = run;
  const time = metrics['engine.time']?.value;
  const tile = metrics['area.tile']?.value;
  const chip = metrics['area.chip']?.value;
  const count = run.tiles_of_chip;
  if (!time || !tile || !chip || !count || count > most) return null;
  const power = new Map(run.tiles.map((each) => [each.tile, each.energy_j / time]));
  const side = Math.sqrt(tile);
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const width = columns * side;
  const blocks = [];
  for (let at = 0; at < count; ++at) {
    const [x, y] = [(at % columns) * side, Math.floor(at / columns) * side];
    blocks.push({
      name: `tile ${at}`,
      x,
      y,
      width: side,
      height: side,
      area: tile,
      power: power.get(at) ?? 0,
    });
  }
  const rest = chip - count * tile;
  let height = rows * side;
  if (rest > 1e-3 * chip) {
    blocks.push({
      name: 'beside the tiles',
      x: 0,
      y: height,
      width,
      height: rest / width,
      area: rest,
      power: power.get(-1) ?? 0,
    });
    height += rest / width;
  }
  return {blocks, width, height};
}

function label(block, pixels) {
  if (pixels < 22) return '';
  const name = pixels < 64 ? block.name.replace('tile ', '') : block.name;
  if (pixels < 58) return name;
  return `${name}\n${quantity(block.power, 'W')}`;
}

export function drawFloorplan(figures, run) {
  const plan = blocksOf(run);
  if (!plan) return;
  const {blocks, width, height} = plan;
  const density = (block) => (block.power * 1e3) / block.area;
  const margins = {left: 50, right: 12, top: 8, bottom: 96};
  addChart(figures, {
    name: 'floorplan',
    title: 'Schematic floorplan by power density',
    height: (pixels) =>
      Math.min(640, margins.top + margins.bottom + ((Math.min(pixels, 620) - 62) * height) / width),
    sentence:
      'True to scale: tiles as squares in order of their numbers, all of the mean area of a ' +
      'tile; below, the area beside the ' +
      'tiles, with the power of global buffer, links and memory. Places are not those of a ' +
      'layout. Average power of the timed engine.',
    columns: ['block', 'area, mm\u00b2', 'power', 'power density, mW/mm\u00b2'],
    rows: blocks.map((each) => [
      each.name,
      digits(each.area),
      quantity(each.power, 'W'),
      digits(density(each)),
    ]),
    walked: {count: () => blocks.length},
    option: (pixels) => {
      const plot = Math.min(pixels, 620) - margins.left - margins.right;
      const tall = Math.min(640 - margins.top - margins.bottom, (plot * height) / width);
      const per = Math.min(plot / width, tall / height);
      const grid = {left: margins.left, top: margins.top, width: width * per, height: height * per};
      return {
        grid,
        xAxis: axis({
          type: 'value',
          name: 'mm',
          nameGap: 24,
          min: 0,
          max: width,
          splitLine: {show: false},
          axisLabel: {formatter: digits, showMaxLabel: false},
        }),
        yAxis: axis({
          type: 'value',
          name: 'mm',
          nameGap: 34,
          min: 0,
          max: height,
          inverse: true,
          splitLine: {show: false},
          axisLabel: {formatter: digits, showMaxLabel: false},
        }),
        visualMap: {
          type: 'continuous',
          dimension: 4,
          min: 0,
          max: Math.max(...blocks.map(density)) || 1,
          orient: 'horizontal',
          left: margins.left,
          bottom: 0,
          itemWidth: 12,
          itemHeight: 120,
          text: ['mW/mm\u00b2', '0'].map((each, at) =>
            at ? each : `${digits(Math.max(...blocks.map(density)))} ${each}`,
          ),
          textStyle: {color: theme().text},
          inRange: {color: theme().heat},
        },
        tooltip: {
          formatter: ({dataIndex}) => {
            const each = blocks[dataIndex];
            return tip(each.name, [
              ['area', `${digits(each.area)} mm\u00b2`],
              ['power', quantity(each.power, 'W')],
              ['density', `${digits(density(each))} mW/mm\u00b2`],
            ]);
          },
        },
        series: [
          {
            type: 'custom',
            data: blocks.map((each) => [each.x, each.y, each.width, each.height, density(each)]),
            encode: {x: 0, y: 1},
            clip: false,
            renderItem: ({dataIndex}, api) => {
              const [x, y] = api.coord([api.value(0), api.value(1)]);
              const [wide, high] = api.size([api.value(2), api.value(3)]);
              const dark = density(blocks[dataIndex]) > 0.6 * Math.max(...blocks.map(density));
              const bright = theme().name === 'dark' ? !dark : dark;
              return {
                type: 'rect',
                shape: {x, y, width: wide, height: high},
                style: {fill: api.visual('color'), stroke: theme().line, lineWidth: 1},
                textContent: {
                  style: {
                    text:
                      high < 30
                        ? blocks[dataIndex].name
                        : label(blocks[dataIndex], Math.min(wide, 200)),
                    fill: bright ? '#fff' : '#111',
                    fontSize: 11,
                    lineHeight: 15,
                    align: 'center',
                  },
                },
                textConfig: {position: 'inside'},
              };
            },
          },
        ],
      };
    },
  });
}
