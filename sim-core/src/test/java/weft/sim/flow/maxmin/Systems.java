package weft.sim.flow.maxmin;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** Systems for tests, and the same systems in another order. */
final class Systems {

  private Systems() {}

  /** All weights and shares 1. */
  static MaxMinSystem uniform(double[] capacities, int[]... paths) {
    MaxMinSystem system = links(capacities);
    for (int[] path : paths) {
      system.addFlow();
      Arrays.stream(path).forEach(system::addHop);
    }
    return system;
  }

  /** Links only. */
  static MaxMinSystem links(double... capacities) {
    MaxMinSystem system = new MaxMinSystem();
    system.clear(capacities.length);
    for (int link = 0; link < capacities.length; link++) {
      system.capacity(link, capacities[link]);
    }
    return system;
  }

  /** Which of weights, caps, shares and priorities there are is part of the chance. */
  static MaxMinSystem random(Random random) {
    int links = 1 + random.nextInt(20);
    int flows = 1 + random.nextInt(30);
    int kind = random.nextInt(3);
    MaxMinSystem system =
        links(random.doubles(links).map(number -> capacity(kind, number)).toArray());
    boolean weighted = random.nextBoolean();
    boolean capped = random.nextBoolean();
    boolean shared = random.nextBoolean();
    int classes = random.nextInt(3) == 0 ? 3 : 1;
    for (int flow = 0; flow < flows; flow++) {
      double weight =
          switch (weighted ? random.nextInt(3) : 2) {
            case 0 -> 1 + random.nextInt(4);
            case 1 -> Math.pow(10, 2 * random.nextDouble() - 1);
            default -> 1;
          };
      double cap =
          capped && random.nextBoolean()
              ? capacity(kind, random.nextDouble()) / (1 + random.nextInt(10))
              : Double.POSITIVE_INFINITY;
      system.addFlow(weight, cap, random.nextInt(classes) - 1);
      int hops = Math.min(links, random.nextInt(6));
      for (int link : random.ints(0, links).distinct().limit(hops).toArray()) {
        system.addHop(link, shared ? share(random) : 1);
      }
    }
    return system;
  }

  /** All equal, so that many links fill together; of a few sizes; or spread over six decades. */
  private static double capacity(int kind, double number) {
    return switch (kind) {
      case 0 -> 4e11;
      case 1 -> (1 + (int) (4 * number)) * 1e11;
      default -> Math.pow(10, 6 + 6 * number);
    };
  }

  /** One of 32 paths, half, all, 128 flows in one, or anything. */
  private static double share(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> 1.0 / 32;
      case 1 -> 0.5;
      case 2 -> 1;
      case 3 -> 128;
      default -> 0.01 + random.nextDouble();
    };
  }

  /** The system with flow i as flow flowOf[i], its links turned round, and links renumbered. */
  static MaxMinSystem reordered(MaxMinSystem system, int[] flowOf, int[] numberOfLink) {
    double[] capacities = new double[system.links()];
    for (int link = 0; link < system.links(); link++) {
      capacities[numberOfLink[link]] = system.capacity(link);
    }
    MaxMinSystem result = links(capacities);
    for (int flow : flowOf) {
      result.addFlow(system.weight(flow), system.cap(flow), system.priority(flow));
      for (int hop = system.firstHops()[flow + 1] - 1; hop >= system.firstHops()[flow]; hop--) {
        result.addHop(numberOfLink[system.hops()[hop]], system.share(hop));
      }
    }
    return result;
  }

  /** The same, with a cap on every flow that none reaches. */
  static MaxMinSystem withUselessCaps(MaxMinSystem system) {
    int[] same = IntStream.range(0, system.links()).toArray();
    MaxMinSystem result = reordered(system, new int[0], same);
    for (int flow = 0; flow < system.flows(); flow++) {
      result.addFlow(system.weight(flow), 1e200, system.priority(flow));
      for (int hop = system.firstHops()[flow]; hop < system.firstHops()[flow + 1]; hop++) {
        result.addHop(system.hops()[hop], system.share(hop));
      }
    }
    return result;
  }

  static int[] shuffled(int size, Random random) {
    int[] order = IntStream.range(0, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = order[i];
      order[i] = order[j];
      order[j] = other;
    }
    return order;
  }
}
