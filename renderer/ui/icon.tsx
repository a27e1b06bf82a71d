import { type IconName, icons } from './icons.tsx';
import style from './icon.module.css';

interface Props {
  name: IconName;
  /** Square size in pixels, 16 where left out. */
  size?: number;
  /** Only where the icon stands alone and says something; beside a word it is silent. */
  label?: string;
}

/** One drawing of the set, in the colour of its surroundings. */
export function Icon({ name, size = 16, label }: Props) {
  const drawing = { className: style.icon, width: size, height: size, viewBox: '0 0 16 16' };
  return label ? (
    <svg {...drawing} role="img" aria-label={label}>
      {icons[name]}
    </svg>
  ) : (
    <svg {...drawing} aria-hidden="true">
      {icons[name]}
    </svg>
  );
}
