package weft.sim.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.AllToAllParts;
import weft.sim.collective.KnownTime;
import weft.sim.collective.RingLayout;

/** Collects groups, peers and roles, then seals them into a {@link Program}. */
public final class ProgramBuilder {

  /** Most channels of a group: each channel of each partition has a flow number of its own. */
  public static final int MAX_CHANNELS = 1024;

  private static final int MAX_GROUPS = 60;

  private final int[] roleOfRank;
  private final List<Role> roles = new ArrayList<>();
  private final List<Program.Groups> groups = new ArrayList<>();
  private final List<Program.Peers> peers = new ArrayList<>();
  private final List<String> marks = new ArrayList<>();

  /** A program of {@code ranks} ranks, which do nothing until they get a role. */
  public ProgramBuilder(int ranks) {
    roleOfRank = new int[ranks];
    Arrays.fill(roleOfRank, -1);
  }

  /**
   * Adds a partition of ranks into groups.
   *
   * @param name of the partition; its groups are {@code name-0}, {@code name-1}, …
   * @param members ranks of each group in the order of the group; a rank is in at most one
   * @return index to name it with in roles
   * @throws IllegalArgumentException if a rank does not exist or is in two groups
   */
  public int groups(String name, int[][] members) {
    return groups(name, members, RingLayout.AUTOMATIC);
  }

  /**
   * Adds a partition of ranks into groups, as {@link #groups(String, int[][])} does.
   *
   * @param channels of their collectives, at most {@link #MAX_CHANNELS}, or {@link
   *     RingLayout#AUTOMATIC}
   */
  public int groups(String name, int[][] members, int channels) {
    return groups(name, members, channels, null, 0, null);
  }

  /**
   * Adds a partition of ranks into groups, as {@link #groups(String, int[][])} does.
   *
   * @param parts how their all-to-alls are divided; null if evenly
   */
  public int groups(String name, int[][] members, @Nullable AllToAllParts parts) {
    return groups(name, members, RingLayout.AUTOMATIC, parts, 0, null);
  }

  /**
   * Adds a partition of ranks into groups, as {@link #groups(String, int[][])} does, whose
   * collectives take a given time once all of a group have come.
   */
  public int groups(String name, int[][] members, KnownTime time) {
    return groups(name, members, RingLayout.AUTOMATIC, null, 0, time);
  }

  /**
   * Adds the groups of another partition once more, for collectives that are divided or called
   * otherwise. The caller sees to it that no group has collectives of both under way at once: then
   * one does not disturb the other.
   *
   * @param partition the other
   * @param parts how their all-to-alls are divided; null for equal parts, under another name only
   */
  public int alternating(String name, int partition, @Nullable AllToAllParts parts) {
    return groups(
        name,
        groups.get(partition).members(),
        RingLayout.AUTOMATIC,
        parts,
        groups.size() - partition,
        null);
  }

  private int groups(
      String name,
      int[][] members,
      int channels,
      @Nullable AllToAllParts parts,
      int alternates,
      @Nullable KnownTime time) {
    if (channels < 0 || channels > MAX_CHANNELS || groups.size() == MAX_GROUPS) {
      throw new IllegalArgumentException(
          "%d channels in partition %d; at most %d channels, and %d partitions"
              .formatted(channels, groups.size() + 1, MAX_CHANNELS, MAX_GROUPS));
    }
    int[] groupOfRank = new int[roleOfRank.length];
    Arrays.fill(groupOfRank, -1);
    for (int group = 0; group < members.length; group++) {
      for (int rank : members[group]) {
        requireRank(rank);
        if (groupOfRank[rank] >= 0) {
          throw new IllegalArgumentException("rank " + rank + " is in two groups of " + name);
        }
        groupOfRank[rank] = group;
      }
    }
    int[][] copy = Arrays.stream(members).map(int[]::clone).toArray(int[][]::new);
    // Under another name the same connections, so the same paths.
    int number = parts == null ? groups.size() - alternates : groups.size();
    groups.add(
        new Program.Groups(name, copy, groupOfRank, channels, number, parts, alternates, time));
    return groups.size() - 1;
  }

  /**
   * Adds a relation of who sends to whom.
   *
   * @param peerOfRank for each rank, the rank that it sends to; −1 for nobody. No rank has two
   *     senders.
   * @return index to name it with in roles
   * @throws IllegalArgumentException if it is not of one entry a rank, a peer does not exist, or
   *     has two senders
   */
  public int peers(String name, int[] peerOfRank) {
    if (peerOfRank.length != roleOfRank.length) {
      throw new IllegalArgumentException(
          peerOfRank.length + " peers for " + roleOfRank.length + " ranks");
    }
    boolean[] taken = new boolean[roleOfRank.length];
    for (int peer : peerOfRank) {
      if (peer >= 0) {
        requireRank(peer);
        if (taken[peer]) {
          throw new IllegalArgumentException("two ranks send to rank " + peer + " in " + name);
        }
        taken[peer] = true;
      }
    }
    peers.add(new Program.Peers(name, peerOfRank.clone()));
    return peers.size() - 1;
  }

  /**
   * Adds a kind of moments that are to be noted.
   *
   * @return index to name it with in roles
   */
  public int mark(String name) {
    marks.add(name);
    return marks.size() - 1;
  }

  /** Adds a role with a number of streams; its operations are put on it afterwards. */
  public Role role(int streams) {
    Role role = new Role(streams);
    roles.add(role);
    return role;
  }

  /** Gives a rank its role, which must come from this builder. */
  public ProgramBuilder assign(int rank, Role role) {
    requireRank(rank);
    roleOfRank[rank] = roles.indexOf(role);
    return this;
  }

  /**
   * Seals the program.
   *
   * @throws IllegalArgumentException if a rank has no role
   */
  public Program build() {
    for (int rank = 0; rank < roleOfRank.length; rank++) {
      if (roleOfRank[rank] < 0) {
        throw new IllegalArgumentException("rank " + rank + " has no role");
      }
    }
    return new Program(
        roleOfRank.clone(),
        roles.stream().map(Role::seal).toList(),
        groups,
        peers,
        marks,
        List.of());
  }

  private void requireRank(int rank) {
    if (rank < 0 || rank >= roleOfRank.length) {
      throw new IllegalArgumentException("rank " + rank + ", only 0 … " + (roleOfRank.length - 1));
    }
  }
}
