import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import style from './viewer.module.css';

interface Props {
  pdf: PDFDocumentProxy;
  page: number;
  /** 1 fits the width of the desk. */
  zoom: number;
  label: string;
}

/** Most pixels a page is drawn with; a larger canvas takes hundreds of megabytes and shows no more. */
const mostPixels = 16_000_000;
const widest = 860;

/** One page of a PDF on a canvas, as sharp as the screen. */
export function PdfPage({ pdf, page, zoom, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [problem, setProblem] = useState<string>();
  const [room, setRoom] = useState(0);

  useEffect(() => {
    const desk = canvas.current?.closest('[data-desk]');
    if (!desk) return;
    const observer = new ResizeObserver(() => setRoom(Math.round(desk.clientWidth)));
    observer.observe(desk);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const target = canvas.current;
    if (!target || room === 0) return;
    let left = false;
    let stop = () => {};
    const draw = async () => {
      const sheet = await pdf.getPage(page);
      if (left) return;
      const natural = sheet.getViewport({ scale: 1 });
      const shown = (Math.min(widest, room - 34) / natural.width) * zoom;
      const wanted = shown * devicePixelRatio;
      const scale = Math.min(wanted, Math.sqrt(mostPixels / (natural.width * natural.height)));
      const viewport = sheet.getViewport({ scale });
      target.width = Math.floor(viewport.width);
      target.height = Math.floor(viewport.height);
      target.style.width = `${Math.round(natural.width * shown)}px`;
      // The paper's own colour shows through: what a partner sent lies on the same sheet in both themes.
      const paper = getComputedStyle(target).backgroundColor;
      const drawing = sheet.render({ canvas: target, viewport, background: paper });
      stop = () => drawing.cancel();
      await drawing.promise;
    };
    draw().catch((thrown: unknown) => {
      if (!left) setProblem(thrown instanceof Error ? thrown.message : String(thrown));
    });
    return () => {
      left = true;
      stop();
    };
  }, [pdf, page, zoom, room]);

  return (
    <>
      {problem && <p className={style.note}>This page cannot be drawn: {problem}</p>}
      <canvas ref={canvas} className={style.canvas} {...{ role: 'img', 'aria-label': label }} />
    </>
  );
}
