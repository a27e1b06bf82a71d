import { abaraChiamaka } from './abara-chiamaka.ts';
import { brandtOtto } from './brandt-otto.ts';
import { ferrisHarold } from './ferris-harold.ts';
import { hartJules } from './hart-jules.ts';
import { kowalczykHenryk } from './kowalczyk-henryk.ts';
import { lindqvistMaja } from './lindqvist-maja.ts';
import { nguyenLinh } from './nguyen-linh.ts';
import { nunezOdegardZoe } from './nunez-odegard-zoe.ts';
import { obrienSean } from './obrien-sean.ts';
import { okaforWalter } from './okafor-walter.ts';
import { patelArjun } from './patel-arjun.ts';
import { patelPriya } from './patel-priya.ts';
import { reyesDaniel } from './reyes-daniel.ts';
import { shawAmy } from './shaw-amy.ts';
import type { Story } from './story.ts';
import { thorntonGrace } from './thornton-grace.ts';

/** All members, in the order in which lists show them. */
export const STORIES: readonly Story[] = [
  shawAmy,
  reyesDaniel,
  okaforWalter,
  lindqvistMaja,
  patelPriya,
  patelArjun,
  kowalczykHenryk,
  thorntonGrace,
  ferrisHarold,
  nguyenLinh,
  nunezOdegardZoe,
  brandtOtto,
  abaraChiamaka,
  obrienSean,
  hartJules,
];
