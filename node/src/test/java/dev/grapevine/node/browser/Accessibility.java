package dev.grapevine.node.browser;

import java.util.ArrayList;
import java.util.List;

/** What people who see or hear a page differently need, as far as a program can tell. */
final class Accessibility {

    /** Elements that a person uses or that are a picture, and that have no name. */
    private static final String NAMELESS = """
            [...document.querySelectorAll("button, input, select, textarea, canvas, svg[role=img]")]
              .filter(e => e.checkVisibility())
              .filter(e => !(e.getAttribute("aria-label") || (e.labels ?? []).length || e.textContent.trim() || e.title))
              .map(e => e.outerHTML.slice(0, 120))""";

    /** Texts with less contrast than WCAG AA asks for: 4.5, and 3 for large ones. */
    private static final String FAINT = """
            (() => {
              const paint = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
              const rgba = colour => {
                paint.clearRect(0, 0, 1, 1);
                paint.fillStyle = colour;
                paint.fillRect(0, 0, 1, 1);
                return [...paint.getImageData(0, 0, 1, 1).data];
              };
              const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
                .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
              const ground = e => {
                for (let at = e; at; at = at.parentElement) {
                  const colour = rgba(getComputedStyle(at).backgroundColor);
                  if (colour[3] === 255) return colour;
                }
                return [255, 255, 255, 255];
              };
              return [...document.body.querySelectorAll("*")].filter(e => e.checkVisibility() && !e.disabled
                  && !["SCRIPT", "STYLE", "OPTION"].includes(e.tagName)
                  && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).flatMap(e => {
                const style = getComputedStyle(e);
                const [a, b] = [light(rgba(e.ownerSVGElement ? style.fill : style.color)), light(ground(e))];
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                const size = parseFloat(style.fontSize);
                return ratio < (size >= 24 || size >= 18.66 && style.fontWeight >= 700 ? 3 : 4.5)
                  ? [e.tagName + " " + e.textContent.trim().slice(0, 40) + " " + ratio.toFixed(2)] : [];
              });
            })()""";

    private Accessibility() {}

    static List<String> faults(BrowserPage page) {
        List<String> faults = new ArrayList<>();
        page.value(NAMELESS).forEach(found -> faults.add("no name: " + found.asText()));
        page.value(FAINT).forEach(found -> faults.add("little contrast: " + found.asText()));
        return faults;
    }
}
