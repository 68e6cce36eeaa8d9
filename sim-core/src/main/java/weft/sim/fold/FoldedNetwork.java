package weft.sim.fold;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.FabricBuilder;
import weft.sim.route.KnownPaths;
import weft.sim.route.Paths;

/**
 * A link for each class of links that may bind, and a path for each class of connections: what the
 * flow model sees of a folded run.
 *
 * <p>A connection puts on a link of a class what all connections of its class put on one such link
 * together. So rates come out as if all of them were there. Each class of connections has a link of
 * its own besides, a meter, that is too wide to bind: what it has carried is what each connection
 * of the class has.
 */
final class FoldedNetwork {

  private static final int NONE = -1;

  private final SymmetryGraph symmetry;
  private final Classes classes;
  private final Fabric realFabric;
  private final Fabric fabric;
  private final KnownPaths paths = new KnownPaths();

  /** By class of connections, its path, which is its meter's number as well. */
  private final int[] pathOfClass;

  /** A link of the real fabric for each link; −1 for a meter. */
  private final IntArrayList realLinks = new IntArrayList();

  private final int meters;

  FoldedNetwork(SymmetryGraph symmetry, Classes classes, Fabric real) {
    this.symmetry = symmetry;
    this.classes = classes;
    realFabric = real;
    pathOfClass = new int[classes.count()];
    Arrays.fill(pathOfClass, NONE);
    Connections connections = symmetry.connections();
    IntArrayList firsts = new IntArrayList();
    for (int connection = 0; connection < connections.count(); connection++) {
      int itsClass = classes.ofConnection(connection);
      if (pathOfClass[itsClass] == NONE) {
        pathOfClass[itsClass] = firsts.size();
        firsts.add(connection);
      }
    }
    int count = firsts.size();
    IntArrayList[] links = new IntArrayList[count];
    DoubleArrayList[] shares = new DoubleArrayList[count];
    Arrays.setAll(links, any -> new IntArrayList());
    Arrays.setAll(shares, any -> new DoubleArrayList());
    FabricBuilder builder = new FabricBuilder();
    int from = builder.addNode("from", 0);
    int to = builder.addNode("to", 1);
    int tier = builder.addTier("folded", "folded");
    long widest = 1;
    boolean[] known = new boolean[classes.count()];
    double[] load = new double[count];
    // In their order, so that it is that of the links here as well.
    for (int place = 0; place < real.linkCount(); place++) {
      int link = symmetry.order().link(place);
      widest = Math.max(widest, real.payloadRateBps(link));
      if (symmetry.link(link) != NONE && !known[classes.ofLink(link)]) {
        known[classes.ofLink(link)] = true;
        long rateBps = real.payloadRateBps(link);
        builder.addLink(from, to, tier, rateBps, rateBps, 0);
        addUse(link, realLinks.size(), load, links, shares);
        realLinks.add(link);
      }
    }
    meters = realLinks.size();
    Paths realPaths = connections.paths();
    for (int path = 0; path < count; path++) {
      // Twice as wide as the widest: all that crosses a meter crosses a link of the path.
      builder.addLink(from, to, tier, 2 * widest, 2 * widest, 0);
      links[path].add(realLinks.size());
      shares[path].add(1);
      realLinks.add(NONE);
      int first = firsts.getInt(path);
      int realPath = connections.path(first);
      paths.add(
          links[path],
          shares[path],
          realPaths.latencyPs(realPath),
          realPaths.crossed(realPath),
          classes.size(classes.ofConnection(first)));
    }
    fabric = builder.build();
  }

  /** Adds a link to the paths of its users, with what all users of a class put on it together. */
  private void addUse(
      int link, int number, double[] load, IntArrayList[] links, DoubleArrayList[] shares) {
    LinkUse use = symmetry.use();
    for (int place = use.first(link); place < use.end(link); place++) {
      double share = use.share(place);
      use.visitConnections(use.user(place), connection -> load[path(connection)] += share);
    }
    for (int place = use.first(link); place < use.end(link); place++) {
      use.visitConnections(
          use.user(place),
          connection -> {
            int path = path(connection);
            if (load[path] > 0) {
              links[path].add(number);
              shares[path].add(load[path]);
              load[path] = 0;
            }
          });
    }
  }

  /** The path of a connection's class. */
  int path(int connection) {
    return pathOfClass[classes.ofConnection(connection)];
  }

  /** Gives a connection the path of its class; returns false if it has another one. */
  boolean assign(int connection) {
    Connections connections = symmetry.connections();
    return paths.assign(
        connections.source(connection),
        connections.destination(connection),
        connections.flow(connection),
        path(connection));
  }

  Fabric fabric() {
    return fabric;
  }

  KnownPaths paths() {
    return paths;
  }

  /** Number of classes of connections. */
  int connectionClasses() {
    return realLinks.size() - meters;
  }

  /** A link of the real fabric that is like one of this; −1 if none is. */
  int realLink(int link) {
    return link < 0 ? link : realLinks.getInt(link);
  }

  /**
   * How many connections of a group one link of a class limits if that class limits them.
   *
   * @param group its connections
   * @param path that those have that are counted
   * @param link of the real fabric, one of the class
   */
  int users(int[] group, int path, int link) {
    Int2IntOpenHashMap counts = new Int2IntOpenHashMap();
    int most = 0;
    for (int connection : group) {
      if (path(connection) == path) {
        most = Math.max(most, 1 + counts.addTo(firstOf(connection, classes.ofLink(link)), 1));
      }
    }
    return most;
  }

  /** The first link of a class in the order of links that a connection crosses. */
  private int firstOf(int connection, int linkClass) {
    Paths realPaths = symmetry.connections().paths();
    int path = symmetry.connections().path(connection);
    int first = NONE;
    for (int hop = 0; hop < realPaths.hops(path); hop++) {
      int link = realPaths.link(path, hop);
      if (symmetry.link(link) != NONE
          && classes.ofLink(link) == linkClass
          && (first == NONE || symmetry.order().place(link) < symmetry.order().place(first))) {
        first = link;
      }
    }
    return first;
  }

  /** Visits links. */
  @FunctionalInterface
  interface LinkVisitor {

    /** A link of the real fabric is one of so many that are alike, for which a link stands. */
    void visit(int real, int link, int alike);
  }

  /** Visits all links of the real fabric that may bind. */
  void visitLinks(LinkVisitor visitor) {
    int[] linkOfClass = new int[classes.count()];
    for (int link = 0; link < meters; link++) {
      linkOfClass[classes.ofLink(realLinks.getInt(link))] = link;
    }
    for (int real = 0; real < realFabric.linkCount(); real++) {
      if (symmetry.link(real) != NONE) {
        int linkClass = classes.ofLink(real);
        visitor.visit(real, linkOfClass[linkClass], classes.size(linkClass));
      }
    }
  }

  /**
   * What each link of the real fabric has carried.
   *
   * @param carriedBytes what those of this have
   */
  CarriedBytes carriedBytes(IntToLongFunction carriedBytes) {
    long[] whole = new long[realFabric.linkCount()];
    double[] parts = new double[realFabric.linkCount()];
    Connections connections = symmetry.connections();
    Paths realPaths = connections.paths();
    long[] overSpread = new long[connections.spreads()];
    for (int connection = 0; connection < connections.count(); connection++) {
      long bytes = carriedBytes.applyAsLong(meters + path(connection));
      int realPath = connections.path(connection);
      for (int hop = 0; hop < realPaths.ownHops(realPath); hop++) {
        int link = realPaths.link(realPath, hop);
        double share = realPaths.share(realPath, hop);
        if (share == 1) {
          whole[link] = Math.addExact(whole[link], bytes);
        } else {
          parts[link] += share * bytes;
        }
      }
      int spread = connections.spreadOf(connection);
      if (spread != Paths.NO_SPREAD) {
        overSpread[spread] = Math.addExact(overSpread[spread], bytes);
      }
    }
    for (int place = 0; place < overSpread.length; place++) {
      int spread = connections.spread(place);
      int end = realPaths.endSpreadHop(spread);
      for (int hop = realPaths.firstSpreadHop(spread); hop < end; hop++) {
        parts[realPaths.spreadLink(hop)] += realPaths.spreadShare(hop) * overSpread[place];
      }
    }
    return new CarriedBytes(whole, parts);
  }

  /** What links have carried, and what came in fractions of bytes. */
  record CarriedBytes(long[] whole, double[] parts) {}
}
