package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntSet;
import it.unimi.dsi.fastutil.longs.Long2IntMap;
import it.unimi.dsi.fastutil.longs.Long2IntRBTreeMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.fabric.Fabric;

/**
 * The cheapest paths over those links of a fabric that work, as routing knows them once it has
 * converged.
 */
final class Routes {

  /** Pairs of devices that an error names, at most. */
  private static final int MOST_NAMED = 4;

  /** Sections are forgotten when they take more numbers together: 64 MiB. */
  private static final int MOST_CELLS = 1 << 24;

  /** A section is kept from so many pairs of endpoints on that it may serve. An assumption. */
  private static final int FEWEST_PAIRS = 4;

  /** A bit of the keys of those sections that are of kinds of attachments. */
  private static final long KINDS = 1L << 62;

  private final Fabric fabric;
  private final IntSet failed;
  private final Relays relays;

  /** Of a way without a relay, or to one; from one to another; and from one. */
  private final Ascent head;

  private final Ascent middle;
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
    middle = new Ascent(fabric, upLinks, laterals, new Descents(fabric, downByTarget));
    tail = new Ascent(fabric, upLinks, laterals, new Descents(fabric, downByTarget));
    up = new Attachments(fabric, upLinks, true, laterals.isNone(), facts);
    down = new Attachments(fabric, downByTarget, false, laterals.isNone(), facts);
  }

  /**
   * The parts of the way from one endpoint to another: a single one, two that meet at a relay, or
   * three that meet at one of either domain. Good until somebody asks for another way.
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
    List<Leg> three = overTwoRelays(source, destination);
    if (three != null) {
      return three;
    }
    throw new NoPathException(
        "no up-down path from "
            + name(source)
            + " to "
            + name(destination)
            + ", and none over another GPU of their nodes"
            + (failed.isEmpty() ? "" : "; failed: " + failedCables()));
  }

  /** The way over one relay of either end, where neither end reaches those of the other. */
  private @Nullable List<Leg> overTwoRelays(int source, int destination) {
    IntArrayList firsts = relays.beside(source, destination, destination);
    for (int i = 0; i < firsts.size(); i++) {
      int first = firsts.getInt(i);
      Leg one = leg(head, source, first);
      IntArrayList seconds =
          one == null ? new IntArrayList() : relays.beside(destination, first, source);
      for (int j = 0; one != null && j < seconds.size(); j++) {
        int second = seconds.getInt(j);
        Leg two = second == first ? null : leg(middle, first, second);
        Leg three = two == null ? null : leg(tail, second, destination);
        if (two != null && three != null) {
          return List.of(one, two, three);
        }
      }
    }
    return null;
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

  /**
   * Where cables have failed, how many of each pair of devices. A cable has failed if a link has
   * that makes it; parallel ones count by the direction of more.
   */
  private String failedCables() {
    Long2IntRBTreeMap links = new Long2IntRBTreeMap();
    failed.forEach(link -> links.addTo(ends(fabric.source(link), fabric.target(link)), 1));
    StringBuilder text = new StringBuilder();
    int pairs = 0;
    int more = 0;
    for (Long2IntMap.Entry entry : links.long2IntEntrySet()) {
      int source = (int) (entry.getLongKey() >>> Integer.SIZE);
      int target = (int) entry.getLongKey();
      int back = links.get(ends(target, source));
      if (source > target && back > 0) {
        continue;
      }
      int cables = Math.max(entry.getIntValue(), back);
      if (pairs++ < MOST_NAMED) {
        text.append(pairs == 1 ? "" : ", ")
            .append(cables == 1 ? "1 cable" : cables + " cables")
            .append(" of ")
            .append(fabric.nodeName(source))
            .append(" and ")
            .append(fabric.nodeName(target));
      } else {
        more += cables;
      }
    }
    return text + (more == 0 ? "" : " and " + more + " more");
  }

  private static long ends(int one, int other) {
    return (long) one << Integer.SIZE | other;
  }

  private String name(int endpoint) {
    return fabric.nodeName(fabric.endNode(endpoint));
  }
}
