package weft.sim.metrics;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.Tier;

/**
 * The chain of operations that determined the end of a run: pieces that follow each other from its
 * start to its end without gap or overlap, so that shortening anything else shortens nothing.
 *
 * <p>A piece takes 36 bytes and a bit.
 */
public final class CriticalPath {

  /** Of a computation. */
  public static final int NO_TIER = -1;

  /** What time on the path went to. */
  public enum Charge {
    /** A GPU computed. */
    COMPUTE,
    /** Bytes crossed the link that bound them, at its full rate. */
    SERIALIZATION,
    /** Bytes went at the rate that the cap of their own flow allows, which its links exceed. */
    RATE_CAP,
    /** Links, switches and the library took their time, whatever the size. */
    LATENCY,
    /** A link that bound them carried other bytes too, or others held them up before it. */
    QUEUEING;

    /** Its name in files. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Time on the path that went to one thing.
   *
   * @param activity the program's number of what it was for
   * @param tier the tier that bound it; empty of compute, latency and a flow's own rate cap
   * @param label what people call the tier
   * @param timePs picoseconds
   * @param rank the rank that most of it was on; the lowest where several are equal
   * @param onRankPs how much that was
   */
  public record Total(
      int activity,
      Charge charge,
      String tier,
      String label,
      long timePs,
      int rank,
      long onRankPs) {}

  private final List<Tier> tiers;
  private final IntArrayList ranks = new IntArrayList();
  private final IntArrayList activities = new IntArrayList();
  private final IntArrayList boundTiers = new IntArrayList();
  private final LongArrayList endsPs = new LongArrayList();
  private final BitSet areCapped = new BitSet();
  private final LongArrayList serializationsPs = new LongArrayList();
  private final LongArrayList latenciesPs = new LongArrayList();

  /** No pieces yet, of a run on this fabric. */
  public CriticalPath(Fabric fabric) {
    tiers = fabric.tiers();
  }

  /**
   * Adds a piece to its end.
   *
   * @param rank whose operation it was; of a collective, the rank that arrived last
   * @param tier that bound it; {@link #NO_TIER} of a computation
   * @param serializationPs the part in which bytes crossed the link at full rate
   * @param latencyPs the part of latency; of a communication the rest is queueing
   * @throws IllegalArgumentException if it does not begin where the last one ended, or is shorter
   *     than its parts
   */
  public void add(
      int rank,
      int activity,
      long startPs,
      long endPs,
      int tier,
      long serializationPs,
      long latencyPs) {
    add(rank, activity, startPs, endPs, tier, false, serializationPs, latencyPs);
  }

  /**
   * Adds a piece like {@link #add(int, int, long, long, int, long, long)} of a flow that may have a
   * rate cap.
   *
   * @param isCapped whether its bytes went at the rate of its own cap, not at that of the tier
   * @param serializationPs how long that took
   */
  public void add(
      int rank,
      int activity,
      long startPs,
      long endPs,
      int tier,
      boolean isCapped,
      long serializationPs,
      long latencyPs) {
    if (startPs != endPs() || serializationPs < 0 || latencyPs < 0) {
      throw new IllegalArgumentException("a piece from " + startPs + " ps on, not " + endPs());
    }
    if (serializationPs + latencyPs > endPs - startPs) {
      throw new IllegalArgumentException("a piece that is shorter than its parts");
    }
    areCapped.set(pieces(), isCapped);
    ranks.add(rank);
    activities.add(activity);
    boundTiers.add(tier);
    endsPs.add(endPs);
    serializationsPs.add(serializationPs);
    latenciesPs.add(latencyPs);
  }

  /** Number of pieces. */
  public int pieces() {
    return ranks.size();
  }

  /** Where the path ends: what its pieces add up to, picoseconds. */
  public long endPs() {
    return endsPs.isEmpty() ? 0 : endsPs.getLong(endsPs.size() - 1);
  }

  /** Whose operation a piece was; of a collective, the rank that arrived last. */
  public int rank(int piece) {
    return ranks.getInt(piece);
  }

  /** The program's number of what a piece was for. */
  public int activity(int piece) {
    return activities.getInt(piece);
  }

  /** When a piece began, picoseconds. */
  public long startPs(int piece) {
    return piece == 0 ? 0 : endsPs.getLong(piece - 1);
  }

  /** When a piece ended, picoseconds. */
  public long endPs(int piece) {
    return endsPs.getLong(piece);
  }

  /** Whether a piece is a computation. */
  public boolean isCompute(int piece) {
    return boundTiers.getInt(piece) == NO_TIER;
  }

  /** What of a piece went to something, picoseconds. */
  public long timePs(int piece, Charge charge) {
    long allPs = endPs(piece) - startPs(piece);
    long serializationPs = serializationsPs.getLong(piece);
    long latencyPs = latenciesPs.getLong(piece);
    return switch (charge) {
      case COMPUTE -> isCompute(piece) ? allPs : 0;
      case SERIALIZATION -> areCapped.get(piece) ? 0 : serializationPs;
      case RATE_CAP -> areCapped.get(piece) ? serializationPs : 0;
      case LATENCY -> latencyPs;
      case QUEUEING -> isCompute(piece) ? 0 : allPs - serializationPs - latencyPs;
    };
  }

  /** What the time went to, longest first; adds up to the end of the path. */
  public List<Total> totals() {
    int columns = tiers.size() + 1;
    int charges = Charge.values().length;
    int most = activities.intStream().max().orElse(-1) + 1;
    long[] sums = new long[most * charges * columns];
    for (int piece = 0; piece < pieces(); piece++) {
      for (Charge charge : Charge.values()) {
        sums[(activity(piece) * charges + charge.ordinal()) * columns + column(piece, charge)] +=
            timePs(piece, charge);
      }
    }
    List<Total> totals = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      if (sums[i] > 0) {
        totals.add(
            total(i / columns / charges, Charge.values()[i / columns % charges], i % columns));
      }
    }
    totals.sort(Comparator.comparingLong(Total::timePs).reversed());
    return totals;
  }

  /** 0 for what has no tier, as a computation, else the tier and 1. */
  private int column(int piece, Charge charge) {
    boolean isOfTier = charge == Charge.SERIALIZATION || charge == Charge.QUEUEING;
    return isOfTier ? boundTiers.getInt(piece) + 1 : 0;
  }

  private Total total(int activity, Charge charge, int column) {
    long[] onRanksPs = new long[ranks.intStream().max().orElse(0) + 1];
    long sumPs = 0;
    for (int piece = 0; piece < pieces(); piece++) {
      if (activity(piece) == activity && column(piece, charge) == column) {
        onRanksPs[rank(piece)] += timePs(piece, charge);
        sumPs += timePs(piece, charge);
      }
    }
    int most = 0;
    for (int rank = 1; rank < onRanksPs.length; rank++) {
      most = onRanksPs[rank] > onRanksPs[most] ? rank : most;
    }
    return new Total(
        activity,
        charge,
        column == 0 ? "" : tiers.get(column - 1).name(),
        column == 0 ? "" : tiers.get(column - 1).label(),
        sumPs,
        most,
        onRanksPs[most]);
  }
}
