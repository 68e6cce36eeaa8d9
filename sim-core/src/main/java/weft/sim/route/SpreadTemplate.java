package weft.sim.route;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import weft.sim.fabric.Fabric;

/**
 * The spread between the attachments of two endpoints, for all others whose attachments are of the
 * same kinds: what they differ in are the links of the attachments themselves.
 */
final class SpreadTemplate {

  private final Attachments up;
  private final Attachments down;
  private final int spread;

  /** Links; or of the attachments, −1 − twice the place, and one less for those of the last. */
  private final IntArrayList links = new IntArrayList();

  private final DoubleArrayList shares = new DoubleArrayList();

  /** Made from a spread that was found for two endpoints. */
  SpreadTemplate(
      Fabric fabric,
      Paths paths,
      Attachments up,
      Attachments down,
      int source,
      int destination,
      int spread) {
    this.up = up;
    this.down = down;
    this.spread = spread;
    for (int hop = paths.firstSpreadHop(spread); hop < paths.endSpreadHop(spread); hop++) {
      int link = paths.spreadLink(hop);
      if (fabric.source(link) == up.node(source)) {
        links.add(-1 - 2 * up.placeOf(source, link));
      } else if (fabric.target(link) == down.node(destination)) {
        links.add(-2 - 2 * down.placeOf(destination, link));
      } else {
        links.add(link);
      }
      shares.add(paths.spreadShare(hop));
    }
  }

  /** The spread that it was made from. */
  int spread() {
    return spread;
  }

  /** Adds the spread between the attachments of two other endpoints; returns its id. */
  int addTo(Paths paths, int source, int destination) {
    IntArrayList own = new IntArrayList(links.size());
    for (int i = 0; i < links.size(); i++) {
      int link = links.getInt(i);
      int place = (-1 - link) >> 1;
      own.add(
          link >= 0
              ? link
              : (link & 1) == 1 ? up.linkOf(source, place) : down.linkOf(destination, place));
    }
    return paths.addSpread(own, shares, paths.spreadCrossed(spread));
  }
}
