package weft.topology.imports;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what GPUs reach, all with all; an island is known by its number. */
final class ReachPairs {

  private final List<IntSet> reaches;
  private final Lists lists = new Lists();

  ReachPairs(List<IntSet> reaches) {
    this.reaches = reaches;
    for (int i = 0; i < reaches.size(); i++) {
      int number = i;
      reaches.get(i).stream().forEach(island -> lists.add(island, number));
    }
  }

  /** The numbers of the first two that do not reach each other. */
  Optional<int[]> gap() {
    for (int i = 0; i < reaches.size(); i++) {
      IntSet reach = reaches.get(i);
      if (reach.stream().anyMatch(island -> lists.size(island) == reaches.size())) {
        continue;
      }
      BitSet met = new BitSet(reaches.size());
      reach.stream().forEach(island -> lists.addTo(met, island));
      int missing = met.nextClearBit(0);
      if (missing < reaches.size()) {
        return Optional.of(new int[] {i, missing});
      }
    }
    return Optional.empty();
  }

  /** By island, who reaches it: as bits too if they are many, so that none costs more than that. */
  private final class Lists {

    private final Map<Integer, List<Integer>> numbers = new HashMap<>();
    private final Map<Integer, BitSet> bits = new HashMap<>();

    void add(int island, int number) {
      numbers.computeIfAbsent(island, absent -> new ArrayList<>()).add(number);
    }

    int size(int island) {
      return list(island).size();
    }

    void addTo(BitSet all, int island) {
      List<Integer> list = list(island);
      if (list.size() < reaches.size() / Long.SIZE) {
        list.forEach(all::set);
      } else {
        all.or(bits.computeIfAbsent(island, absent -> toBits(list)));
      }
    }

    private List<Integer> list(int island) {
      return numbers.getOrDefault(island, List.of());
    }

    private static BitSet toBits(List<Integer> list) {
      BitSet bits = new BitSet();
      list.forEach(bits::set);
      return bits;
    }
  }
}
