package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntSet;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.fabric.Fabric;

/**
 * The cheapest paths over those links of a fabric that work, as routing knows them once it has
 * converged.
 */
final class Routes {

  /** Sections are forgotten when they take more numbers together: 64 MiB. */
  private static final int MOST_CELLS = 1 << 24;

  /** A section is kept from so many pairs of endpoints on that it may serve. An assumption. */
  private static final int FEWEST_PAIRS = 4;

  /** A bit of the keys of those sections that are of kinds of attachments. */
  private static final long KINDS = 1L << 62;

  private final Fabric fabric;
  private final IntSet failed;
  private final Relays relays;

  /** Of a way without a relay, or to one; and from one. */
  private final Ascent head;

  private final Ascent tail;

  private final Attachments up;
  private final Attachments down;
  private final Long2ObjectOpenHashMap<Section> sections = new Long2ObjectOpenHashMap<>();
  private long cells;

  Routes(Fabric fabric, IntSet failed, Relays relays, NodeFacts facts) {
    this.fabric = fabric;
    this.failed = failed;
    this.relays = relays;
    LinkIndex upLinks = LinkIndex.upBySource(fabric, failed);
    LinkIndex downByTarget = LinkIndex.downByTarget(fabric, failed);
    Laterals laterals = new Laterals(fabric, failed);
    head = new Ascent(fabric, upLinks, laterals, new Descents(fabric, downByTarget));
    tail = new Ascent(fabric, upLinks, laterals, new Descents(fabric, downByTarget));
    up = new Attachments(fabric, upLinks, true, laterals.isNone(), facts);
    down = new Attachments(fabric, downByTarget, false, laterals.isNone(), facts);
  }

  /**
   * The parts of the way from one endpoint to another: a single one, or two that meet at a relay.
   * Good until somebody asks for another way.
   *
   * @throws NoPathException if there is no way
   * @throws IllegalArgumentException if both are the same
   */
  List<Leg> legs(int source, int destination) {
    if (fabric.endNode(source) == fabric.endNode(destination)) {
      throw new IllegalArgumentException("no path from " + name(source) + " to itself");
    }
    Leg direct = leg(head, source, destination);
    if (direct != null) {
      return List.of(direct);
    }
    IntArrayList candidates = relays.between(source, destination);
    for (int i = 0; i < candidates.size(); i++) {
      int relay = candidates.getInt(i);
      Leg first = leg(head, source, relay);
      Leg second = first == null ? null : leg(tail, relay, destination);
      if (first != null && second != null) {
        return List.of(first, second);
      }
    }
    throw new NoPathException(
        "no up-down path from "
            + name(source)
            + " to "
            + name(destination)
            + ", and none over another GPU of their nodes"
            + (failed.isEmpty() ? "" : "; failed links: " + failed.size()));
  }

  /**
   * The way from one endpoint to another.
   *
   * @param search what looks for it, if it has to be looked for
   * @return null if there is none
   */
  private @Nullable Leg leg(Ascent search, int source, int destination) {
    if (!isShared(source, destination)) {
      search.find(source, destination);
      return search.arrives() ? search : null;
    }
    boolean isOfKinds = isOfKinds(source, destination);
    long key =
        isOfKinds
            ? KINDS | (long) up.kind(source) << Integer.SIZE | down.kind(destination)
            : (long) up.id(source) << Integer.SIZE | down.id(destination);
    Section section = sections.get(key);
    if (section == null) {
      search.find(source, destination);
      if (!search.arrives()) {
        return null;
      }
      section = new Section(fabric, search, up, down, source, destination, isOfKinds);
      keep(key, section);
    }
    return new SharedLeg(fabric, up, down, section, source, destination);
  }

  /**
   * Whether the ways of two endpoints are like those of all others whose attachments are of these
   * kinds. They climb from the one and descend to the other, as neither can be above the other.
   */
  boolean isOfKinds(int source, int destination) {
    int from = up.node(source);
    int to = down.node(destination);
    return from != to
        && fabric.nodeLevel(from) == fabric.nodeLevel(to)
        && up.kind(source) >= 0
        && down.kind(destination) >= 0;
  }

  /** Whether the ways of two endpoints have a part that others have as well. */
  private boolean isShared(int source, int destination) {
    return fabric.isEndpoint(source)
        && fabric.isEndpoint(destination)
        && fabric.domain(source) != fabric.domain(destination)
        && (long) up.sharers(source) * down.sharers(destination) >= FEWEST_PAIRS;
  }

  /** Where endpoints begin to have a choice. */
  Attachments up() {
    return up;
  }

  /** Where the choice ends. */
  Attachments down() {
    return down;
  }

  private void keep(long key, Section section) {
    cells += section.cells();
    if (cells > MOST_CELLS) {
      sections.clear();
      cells = section.cells();
    }
    sections.put(key, section);
  }

  private String name(int endpoint) {
    return fabric.nodeName(fabric.endNode(endpoint));
  }
}
