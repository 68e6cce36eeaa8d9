package weft.sim.workload;

import weft.sim.random.KeyedHash;

/**
 * Adds the traffic patterns that simulators of networks have in common to a list of flows.
 * Endpoints are counted from 0; all flows of a pattern have the same size and start time.
 */
public final class FlowPatterns {

  private final FlowList.Builder flows;
  private final long bytes;
  private final long startPs;

  /**
   * Patterns whose flows go into {@code flows}.
   *
   * @param bytes size of each flow
   * @param startPs when each starts, picoseconds
   */
  public FlowPatterns(FlowList.Builder flows, long bytes, long startPs) {
    this.flows = flows;
    this.bytes = bytes;
    this.startPs = startPs;
  }

  /**
   * From each endpoint a flow to another, so that each gets one: a permutation without fixed
   * points, each as likely as any other.
   *
   * @param endpoints how many take part, at least 2
   * @param seed of the choice
   */
  public void permutation(int endpoints, long seed) {
    int[] destinations = Shuffle.of(endpoints, KeyedHash.mix(seed, 0));
    // One shuffle in e has no fixed point, so that a few tries do.
    for (int attempt = 1; hasFixedPoint(destinations); attempt++) {
      destinations = Shuffle.of(endpoints, KeyedHash.mix(seed, attempt));
    }
    for (int source = 0; source < endpoints; source++) {
      flows.add(source, destinations[source], bytes, startPs);
    }
  }

  /**
   * From each endpoint a flow to the one that is {@code distance} further, the first after the
   * last.
   */
  public void shift(int endpoints, int distance) {
    for (int source = 0; source < endpoints; source++) {
      flows.add(source, (source + distance) % endpoints, bytes, startPs);
    }
  }

  /**
   * From several endpoints a flow to one.
   *
   * @param endpoints how many there are; the senders are some of them, in random order
   * @param senders how many send, less than {@code endpoints}
   * @param seed of the choice of senders
   */
  public void incast(int endpoints, int senders, int receiver, long seed) {
    for (int sender : others(endpoints, senders, receiver, seed)) {
      flows.add(sender, receiver, bytes, startPs);
    }
  }

  /** From one endpoint a flow to each of several: {@link #incast} the other way round. */
  public void outcast(int endpoints, int sender, int receivers, long seed) {
    for (int receiver : others(endpoints, receivers, sender, seed)) {
      flows.add(sender, receiver, bytes, startPs);
    }
  }

  /**
   * From each endpoint a flow to every other: first to the next, then to the one after it, and so
   * on around.
   *
   * @param endpoints how many take part
   * @param parallel how many flows of an endpoint are under way at once; the next starts when one
   *     is delivered
   */
  public void allToAll(int endpoints, int parallel) {
    boolean queued = parallel < endpoints - 1;
    int[] queues = new int[queued ? endpoints : 0];
    for (int source = 0; source < queues.length; source++) {
      queues[source] = flows.addQueue(parallel);
    }
    for (int distance = 1; distance < endpoints; distance++) {
      for (int source = 0; source < endpoints; source++) {
        int destination = (source + distance) % endpoints;
        if (queued) {
          flows.addQueued(source, destination, bytes, startPs, queues[source]);
        } else {
          flows.add(source, destination, bytes, startPs);
        }
      }
    }
  }

  private static int[] others(int endpoints, int count, int except, long seed) {
    int[] order = Shuffle.of(endpoints, seed);
    int[] chosen = new int[count];
    int found = 0;
    for (int i = 0; found < count; i++) {
      if (order[i] != except) {
        chosen[found++] = order[i];
      }
    }
    return chosen;
  }

  private static boolean hasFixedPoint(int[] permutation) {
    for (int i = 0; i < permutation.length; i++) {
      if (permutation[i] == i) {
        return true;
      }
    }
    return false;
  }
}
