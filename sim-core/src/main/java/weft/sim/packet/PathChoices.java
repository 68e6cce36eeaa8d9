package weft.sim.packet;

import java.util.Arrays;
import weft.sim.random.KeyedHash;

/** The ways to choose a path; each one's chance is a hash of seed, flow and packet. */
final class PathChoices {

  private PathChoices() {}

  static PathChoice of(PathPolicy policy, Flows flows, long seed) {
    return switch (policy.kind()) {
      case ECMP, ADAPTIVE -> (flow, sequence, nowPs) -> 0;
      case FLOWLET -> new Flowlets(flows, seed, policy.flowletGapPs());
      case SPRAY_RANDOM ->
          (flow, sequence, nowPs) ->
              KeyedHash.choose(
                  KeyedHash.mix(
                      KeyedHash.mix(KeyedHash.mix(seed, flows.key(flow)), sequence), nowPs),
                  flows.rows(flow));
      case SPRAY_ROUND_ROBIN -> new RoundRobin(flows, seed);
      case REPS -> new RecycledEntropies(flows, seed);
      case MIXED -> new Mixed(flows, seed);
    };
  }

  /** A path until the flow pauses. */
  private static final class Flowlets implements PathChoice {
    private final Flows flows;
    private final long seed;
    private final long gapPs;
    private long[] lastPs = new long[0];
    private int[] rows = new int[0];

    Flowlets(Flows flows, long seed, long gapPs) {
      this.flows = flows;
      this.seed = seed;
      this.gapPs = gapPs;
    }

    @Override
    public void open(int flow, int count) {
      if (flow == rows.length) {
        rows = Arrays.copyOf(rows, Math.max(64, 2 * flow));
        lastPs = Arrays.copyOf(lastPs, rows.length);
      }
      lastPs[flow] = -1;
    }

    @Override
    public int row(int flow, int sequence, long nowPs) {
      if (lastPs[flow] < 0 || nowPs - lastPs[flow] > gapPs) {
        long hash =
            KeyedHash.mix(KeyedHash.mix(KeyedHash.mix(seed, flows.key(flow)), sequence), nowPs);
        rows[flow] = KeyedHash.choose(hash, flows.rows(flow));
      }
      lastPs[flow] = nowPs;
      return rows[flow];
    }
  }

  /** All paths in turn, shuffled anew for each round: two bytes a path. */
  private static final class RoundRobin implements PathChoice {
    private final Flows flows;
    private final long seed;
    private int[] bases = new int[0];
    private int[] left = new int[0];
    private int[] rounds = new int[0];
    private char[] orders = new char[0];
    private int used;

    RoundRobin(Flows flows, long seed) {
      this.flows = flows;
      this.seed = seed;
    }

    @Override
    public void open(int flow, int count) {
      if (flow == left.length) {
        left = Arrays.copyOf(left, Math.max(64, 2 * flow));
        rounds = Arrays.copyOf(rounds, left.length);
        bases = Arrays.copyOf(bases, left.length);
      }
      bases[flow] = used;
      left[flow] = 0;
      used = Math.addExact(used, count);
      if (used > orders.length) {
        orders = Arrays.copyOf(orders, Math.max(used, orders.length + (orders.length >> 1)));
      }
      for (int row = 0; row < count; row++) {
        orders[bases[flow] + row] = (char) row;
      }
    }

    @Override
    public int row(int flow, int sequence, long nowPs) {
      if (left[flow] == 0) {
        left[flow] = flows.rows(flow);
        rounds[flow]++;
      }
      // Fisher and Yates, a step at a time.
      int last = bases[flow] + --left[flow];
      long hash =
          KeyedHash.mix(
              KeyedHash.mix(KeyedHash.mix(seed, flows.key(flow)), rounds[flow]), left[flow]);
      int chosen = bases[flow] + KeyedHash.choose(hash, left[flow] + 1);
      char row = orders[chosen];
      orders[chosen] = orders[last];
      orders[last] = row;
      return row;
    }
  }

  /**
   * REPS (Bonato, Abdous, Kabbani et al.: REPS: Recycled Entropy Packet Spraying, arXiv 2407.21625,
   * algorithm 1): a ring of the eight paths that came back last without a mark, each used once
   * more; while it holds none that is unused, paths are random. Its freezing mode, which after a
   * timeout goes on with used ones, is left out.
   */
  private static final class RecycledEntropies implements PathChoice {
    private static final int RING = 8;
    private final Flows flows;
    private final long seed;
    private short[] ring = new short[0];
    private byte[] valid = new byte[0];
    private byte[] head = new byte[0];

    RecycledEntropies(Flows flows, long seed) {
      this.flows = flows;
      this.seed = seed;
    }

    @Override
    public void open(int flow, int count) {
      if (flow == valid.length) {
        valid = Arrays.copyOf(valid, Math.max(64, 2 * flow));
        head = Arrays.copyOf(head, valid.length);
        ring = Arrays.copyOf(ring, valid.length * RING);
      }
      valid[flow] = 0;
    }

    @Override
    public int row(int flow, int sequence, long nowPs) {
      if (valid[flow] > 0) {
        int oldest = ((head[flow] - valid[flow]) & (RING - 1)) + flow * RING;
        valid[flow]--;
        return ring[oldest] & 0xFFFF;
      }
      long hash =
          KeyedHash.mix(KeyedHash.mix(KeyedHash.mix(seed, flows.key(flow)), sequence), nowPs);
      return KeyedHash.choose(hash, flows.rows(flow));
    }

    @Override
    public void onAcknowledged(int flow, int row, boolean isMarked) {
      if (!isMarked) {
        ring[flow * RING + head[flow]] = (short) row;
        head[flow] = (byte) ((head[flow] + 1) & (RING - 1));
        valid[flow] = (byte) Math.min(RING, valid[flow] + 1);
      }
    }
  }

  /**
   * What htsim's UEC calls mixed (uec_mp.cpp): the path of an acknowledgement without a mark is
   * used once more; while there is none, all paths in turn, where one that had marks or trimmed
   * packets is passed over: once for a mark, four times for a packet, at most 15 times.
   *
   * <p>That a queue of 64 such paths is enough is an assumption (htsim's has no limit), and a path
   * on which a packet was lost without a trace, 15 times in htsim, is not known here.
   */
  private static final class Mixed implements PathChoice {
    private static final int RING = 64;
    private static final int MARK_PENALTY = 1;
    private static final int TRIM_PENALTY = 4;
    private static final int MOST_PENALTY = 15;
    private final Flows flows;
    private final long seed;
    private int[] bases = new int[0];
    private int[] at = new int[0];
    private int[] rounds = new int[0];
    private byte[] penalties = new byte[0];
    private int used;
    private char[] ring = new char[0];
    private int[] first = new int[0];
    private int[] recycled = new int[0];

    Mixed(Flows flows, long seed) {
      this.flows = flows;
      this.seed = seed;
    }

    @Override
    public void open(int flow, int count) {
      if (flow == at.length) {
        at = Arrays.copyOf(at, Math.max(64, 2 * flow));
        rounds = Arrays.copyOf(rounds, at.length);
        bases = Arrays.copyOf(bases, at.length);
        first = Arrays.copyOf(first, at.length);
        recycled = Arrays.copyOf(recycled, at.length);
        ring = Arrays.copyOf(ring, at.length * RING);
      }
      at[flow] = 0;
      recycled[flow] = 0;
      bases[flow] = used;
      used = Math.addExact(used, count);
      if (used > penalties.length) {
        penalties = Arrays.copyOf(penalties, Math.max(used, 2 * penalties.length));
      }
    }

    @Override
    public int row(int flow, int sequence, long nowPs) {
      if (recycled[flow] > 0) {
        recycled[flow]--;
        return ring[flow * RING + (first[flow]++ & (RING - 1))];
      }
      int count = flows.rows(flow);
      int row = inTurn(flow, count);
      boolean hasForgiven = false;
      for (int tries = 0; penalties[bases[flow] + row] > 0 && tries < count; tries++) {
        if (!hasForgiven) {
          penalties[bases[flow] + row]--;
          hasForgiven = true;
        }
        row = inTurn(flow, count);
      }
      return row;
    }

    /** Rounds differ by where they begin. */
    private int inTurn(int flow, int count) {
      if (at[flow] == count) {
        at[flow] = 0;
        rounds[flow]++;
      }
      long hash = KeyedHash.mix(KeyedHash.mix(seed, flows.key(flow)), rounds[flow]);
      return (at[flow]++ + KeyedHash.choose(hash, count)) % count;
    }

    @Override
    public void onAcknowledged(int flow, int row, boolean isMarked) {
      if (isMarked) {
        punish(flow, row, MARK_PENALTY);
      } else if (recycled[flow] < RING) {
        ring[flow * RING + ((first[flow] + recycled[flow]++) & (RING - 1))] = (char) row;
      }
    }

    @Override
    public void onMissing(int flow, int row) {
      punish(flow, row, TRIM_PENALTY);
    }

    private void punish(int flow, int row, int penalty) {
      int index = bases[flow] + row;
      penalties[index] = (byte) Math.min(MOST_PENALTY, penalties[index] + penalty);
    }
  }
}
