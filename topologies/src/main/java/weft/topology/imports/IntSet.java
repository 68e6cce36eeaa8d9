package weft.topology.imports;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An immutable set of numbers from 0, small beside their range. */
final class IntSet {

  private final int[] members;
  private final int hash;

  /** These numbers must be in order, without repetition. */
  private IntSet(int[] members) {
    this.members = members;
    hash = Arrays.hashCode(members);
  }

  static IntSet of(int member) {
    return new IntSet(new int[] {member});
  }

  static IntSet union(List<IntSet> parts) {
    BitSet all = new BitSet();
    parts.forEach(part -> part.stream().forEach(all::set));
    return new IntSet(all.stream().toArray());
  }

  /** The members in order. */
  IntStream stream() {
    return Arrays.stream(members);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IntSet set && hash == set.hash && Arrays.equals(members, set.members);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
