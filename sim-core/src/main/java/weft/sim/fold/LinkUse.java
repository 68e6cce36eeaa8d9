package weft.sim.fold;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import java.util.Arrays;
import weft.sim.fabric.Fabric;
import weft.sim.route.Paths;

/**
 * Which connections use a link, and which links may bind.
 *
 * <p>A link cannot bind if others that are looked at keep its load within its capacity already:
 * each connection is fed by the narrowest link of its path, and over all connections from one such
 * feeder no more can come than that carries. If what all its feeders carry together is no more than
 * a link's capacity, it may be left out: the rates that are possible without it are those with it,
 * so the max-min fair ones are, too. Feeders are never left out.
 */
final class LinkUse {

  private static final int NOBODY = -1;

  private final Fabric fabric;
  private final Connections connections;
  private final Paths paths;

  /** Connections by link, and what each puts on it. */
  private final int[] firsts;

  private final int[] users;
  private final double[] shares;

  private final boolean[] binds;

  LinkUse(Fabric fabric, Connections connections) {
    this.fabric = fabric;
    this.connections = connections;
    paths = connections.paths();
    firsts = new int[fabric.linkCount() + 1];
    for (int connection = 0; connection < connections.count(); connection++) {
      int path = connections.path(connection);
      for (int hop = 0; hop < paths.hops(path); hop++) {
        firsts[paths.link(path, hop) + 1]++;
      }
    }
    Arrays.parallelPrefix(firsts, Integer::sum);
    users = new int[firsts[fabric.linkCount()]];
    shares = new double[users.length];
    int[] next = firsts.clone();
    for (int connection = 0; connection < connections.count(); connection++) {
      int path = connections.path(connection);
      for (int hop = 0; hop < paths.hops(path); hop++) {
        int place = next[paths.link(path, hop)]++;
        users[place] = connection;
        shares[place] = paths.share(path, hop);
      }
    }
    binds = new boolean[fabric.linkCount()];
    findBinding();
  }

  private void findBinding() {
    int[] feeders = new int[connections.count()];
    Arrays.setAll(feeders, this::feeder);
    double[] fed = DoubleArrays.EMPTY_ARRAY;
    int[] seenBy = new int[fabric.linkCount()];
    Arrays.fill(seenBy, NOBODY);
    fed = DoubleArrays.ensureCapacity(fed, fabric.linkCount());
    for (int link = 0; link < fabric.linkCount(); link++) {
      double most = 0;
      for (int place = firsts[link]; !binds[link] && place < firsts[link + 1]; place++) {
        int feeder = feeders[users[place]];
        if (feeder == NOBODY || feeder == link) {
          binds[link] = true;
        } else {
          double more = shares[place] * fabric.payloadRateBps(feeder);
          double before = seenBy[feeder] == link ? fed[feeder] : 0;
          seenBy[feeder] = link;
          fed[feeder] = Math.max(before, more);
          most += fed[feeder] - before;
        }
      }
      binds[link] |= most > fabric.payloadRateBps(link);
    }
  }

  /** The narrowest link that all of a connection crosses; the first of several. */
  private int feeder(int connection) {
    int path = connections.path(connection);
    int narrowest = NOBODY;
    for (int hop = 0; hop < paths.hops(path); hop++) {
      int link = paths.link(path, hop);
      if (paths.share(path, hop) == 1
          && (narrowest == NOBODY
              || fabric.payloadRateBps(link) < fabric.payloadRateBps(narrowest))) {
        narrowest = link;
      }
    }
    return narrowest;
  }

  /** Whether a link is used and may bind. */
  boolean binds(int link) {
    return binds[link];
  }

  /** Whether a link is used. */
  boolean isUsed(int link) {
    return firsts[link] < firsts[link + 1];
  }

  /** Where the users of a link begin. */
  int first(int link) {
    return firsts[link];
  }

  /** Where they end. */
  int end(int link) {
    return firsts[link + 1];
  }

  /** The connection at a place between these. */
  int user(int place) {
    return users[place];
  }

  /** What it puts on the link, relative to its rate. */
  double share(int place) {
    return shares[place];
  }
}
