import { IconButton } from '../../ui/button.tsx';
import style from './viewer.module.css';

interface Props {
  page: number;
  /** 0 while the PDF is being opened. */
  pages: number;
  zoom: number;
  onPage: (page: number) => void;
  onZoom: (zoom: number) => void;
}

/** Page and size of a PDF. */
export function PdfTools({ page, pages, zoom, onPage, onZoom }: Props) {
  return (
    <>
      <span>
        Page <b>{page}</b> of {pages || '…'}
      </span>
      {pages > 1 && (
        <>
          <IconButton
            size="small"
            icon="chevron-up"
            label="Page before"
            isDisabled={page <= 1}
            onPress={() => onPage(page - 1)}
          />
          <IconButton
            size="small"
            icon="chevron-down"
            label="Next page"
            isDisabled={page >= pages}
            onPress={() => onPage(page + 1)}
          />
        </>
      )}
      <span className={style.zoom}>
        <button type="button" aria-label="Smaller" onClick={() => onZoom(zoom / 1.25)}>
          −
        </button>
        <button type="button" aria-label="Fit the width" onClick={() => onZoom(1)}>
          {Math.round(zoom * 100)}%
        </button>
        <button type="button" aria-label="Larger" onClick={() => onZoom(zoom * 1.25)}>
          +
        </button>
      </span>
    </>
  );
}
