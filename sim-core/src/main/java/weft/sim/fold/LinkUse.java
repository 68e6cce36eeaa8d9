package weft.sim.fold;

import java.util.Arrays;
import java.util.function.IntConsumer;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.LinkOrder;
import weft.sim.route.Paths;

/**
 * Who uses a link, and which links may bind. A user is a connection, or a spread, by which all of
 * the connections that have it use the link: connections come first, then spreads.
 *
 * <p>A link cannot bind if others that are looked at keep its load within its capacity already:
 * each connection is fed by the narrowest link of its path, and over all connections from one such
 * feeder no more can come than that carries. If what all its feeders carry together is no more than
 * a link's capacity, it may be left out: the rates that are possible without it are those with it,
 * so the max-min fair ones are, too. If it is exactly its capacity, all feeders have to be named
 * before the link where both hold a transfer ({@link LinkOrder}), so that what holds it is the same
 * as well. Feeders are never left out.
 */
final class LinkUse {

  private static final int NOBODY = -1;

  /** A link that is filled up to this part of it at most holds nobody; wider than any rounding. */
  private static final double ALMOST = 1 - 1e-9;

  private final Fabric fabric;
  private final LinkOrder order;
  private final Connections connections;
  private final Paths paths;

  /** Users by link, and what each puts on it. */
  private final int[] firsts;

  private final int[] users;
  private final double[] shares;

  /** Connections by spread. */
  private final int[] firstMembers;

  private final int[] members;
  private final boolean[] binds;

  /** Of each link, the place of the last of its feeders in the order. */
  private final int[] lastFeeders;

  LinkUse(Fabric fabric, Connections connections) {
    this.fabric = fabric;
    order = new LinkOrder(fabric);
    this.connections = connections;
    paths = connections.paths();
    firsts = new int[fabric.linkCount() + 1];
    visit((user, link, share) -> firsts[link + 1]++);
    Arrays.parallelPrefix(firsts, Integer::sum);
    users = new int[firsts[fabric.linkCount()]];
    shares = new double[users.length];
    int[] next = firsts.clone();
    visit(
        (user, link, share) -> {
          int place = next[link]++;
          users[place] = user;
          shares[place] = share;
        });
    firstMembers = new int[connections.spreads() + 1];
    for (int connection = 0; connection < connections.count(); connection++) {
      if (connections.spreadOf(connection) != Paths.NO_SPREAD) {
        firstMembers[connections.spreadOf(connection) + 1]++;
      }
    }
    Arrays.parallelPrefix(firstMembers, Integer::sum);
    members = new int[firstMembers[connections.spreads()]];
    int[] nextMember = firstMembers.clone();
    for (int connection = 0; connection < connections.count(); connection++) {
      if (connections.spreadOf(connection) != Paths.NO_SPREAD) {
        members[nextMember[connections.spreadOf(connection)]++] = connection;
      }
    }
    binds = new boolean[fabric.linkCount()];
    lastFeeders = new int[fabric.linkCount()];
    findBinding();
  }

  private interface Visitor {
    void visit(int user, int link, double share);
  }

  private void visit(Visitor visitor) {
    for (int connection = 0; connection < connections.count(); connection++) {
      int path = connections.path(connection);
      int hops = paths.ownHops(path);
      for (int hop = 0; hop < hops; hop++) {
        visitor.visit(connection, paths.link(path, hop), paths.share(path, hop));
      }
    }
    for (int place = 0; place < connections.spreads(); place++) {
      int spread = connections.spread(place);
      for (int hop = paths.firstSpreadHop(spread); hop < paths.endSpreadHop(spread); hop++) {
        visitor.visit(connections.count() + place, paths.spreadLink(hop), paths.spreadShare(hop));
      }
    }
  }

  private void findBinding() {
    int[] narrowest = new int[connections.spreads()];
    Arrays.setAll(narrowest, this::narrowestOfSpread);
    int[] feeders = new int[connections.count()];
    Arrays.setAll(feeders, connection -> feeder(connection, narrowest));
    int[][] feedersOfSpread = new int[connections.spreads()][];
    for (int place = 0; place < feedersOfSpread.length; place++) {
      feedersOfSpread[place] =
          Arrays.stream(members, firstMembers[place], firstMembers[place + 1])
              .map(connection -> feeders[connection])
              .distinct()
              .toArray();
    }
    double[] fed = new double[fabric.linkCount()];
    int[] seenBy = new int[fabric.linkCount()];
    Arrays.fill(seenBy, NOBODY);
    for (int link = 0; link < fabric.linkCount(); link++) {
      double most = 0;
      for (int place = firsts[link]; !binds[link] && place < firsts[link + 1]; place++) {
        int user = users[place];
        if (isSpread(user)) {
          for (int feeder : feedersOfSpread[user - connections.count()]) {
            most += more(link, feeder, shares[place], fed, seenBy);
          }
        } else {
          most += more(link, feeders[user], shares[place], fed, seenBy);
        }
      }
      boolean mayBeNamed = lastFeeders[link] > order.place(link);
      binds[link] |= most > fabric.payloadRateBps(link) * (mayBeNamed ? ALMOST : 1);
    }
  }

  /** What can come over a feeder in addition to what has been counted. */
  private double more(int link, int feeder, double share, double[] fed, int[] seenBy) {
    if (feeder == NOBODY || feeder == link) {
      binds[link] = true;
      return 0;
    }
    lastFeeders[link] = Math.max(lastFeeders[link], order.place(feeder));
    double before = seenBy[feeder] == link ? fed[feeder] : 0;
    seenBy[feeder] = link;
    fed[feeder] = Math.max(before, share * fabric.payloadRateBps(feeder));
    return fed[feeder] - before;
  }

  /** The narrowest link that all of a connection crosses; the first of several. */
  private int feeder(int connection, int[] narrowestOfSpread) {
    int path = connections.path(connection);
    int narrowest = NOBODY;
    for (int hop = 0; hop < paths.ownHops(path); hop++) {
      if (paths.share(path, hop) == 1) {
        narrowest = narrower(narrowest, paths.link(path, hop));
      }
    }
    int spread = connections.spreadOf(connection);
    return spread == Paths.NO_SPREAD || narrowestOfSpread[spread] == NOBODY
        ? narrowest
        : narrower(narrowest, narrowestOfSpread[spread]);
  }

  private int narrowestOfSpread(int place) {
    int spread = connections.spread(place);
    int narrowest = NOBODY;
    for (int hop = paths.firstSpreadHop(spread); hop < paths.endSpreadHop(spread); hop++) {
      if (paths.spreadShare(hop) == 1) {
        narrowest = narrower(narrowest, paths.spreadLink(hop));
      }
    }
    return narrowest;
  }

  private int narrower(int one, int other) {
    return one == NOBODY || fabric.payloadRateBps(other) < fabric.payloadRateBps(one) ? other : one;
  }

  LinkOrder order() {
    return order;
  }

  /** Whether a link is used and may bind. */
  boolean binds(int link) {
    return binds[link];
  }

  /** Where the users of a link begin. */
  int first(int link) {
    return firsts[link];
  }

  /** Where they end. */
  int end(int link) {
    return firsts[link + 1];
  }

  /** The connection or spread at a place between these. */
  int user(int place) {
    return users[place];
  }

  /** What it puts on the link, relative to its rate; of a spread, each of its connections. */
  double share(int place) {
    return shares[place];
  }

  /** Whether a user is a spread. */
  boolean isSpread(int user) {
    return user >= connections.count();
  }

  /** Visits the connections that a user stands for. */
  void visitConnections(int user, IntConsumer visitor) {
    if (!isSpread(user)) {
      visitor.accept(user);
      return;
    }
    int spread = user - connections.count();
    for (int i = firstMembers[spread]; i < firstMembers[spread + 1]; i++) {
      visitor.accept(members[i]);
    }
  }
}
