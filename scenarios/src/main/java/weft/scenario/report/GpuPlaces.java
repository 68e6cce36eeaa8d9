package weft.scenario.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.sim.fabric.Fabric;

/**
 * Which GPUs a job has, as few words as can be: nodes that it has as a whole, one after the other,
 * are {@code node-3 … node-5}, GPUs of a node {@code node-7/gpu-0 … gpu-3}.
 */
final class GpuPlaces {

  private static final String TO = " … ";

  /**
   * GPUs that follow each other.
   *
   * @param first number of the first, as {@code gpus} of a job counts them
   * @param last number of the last
   */
  record Range(int first, int last) {}

  /** The GPUs of a node that a job has. */
  private record Part(String node, int first, int last, boolean isWhole) {}

  private final Fabric fabric;

  /** By name of a node, its first GPU and its last. */
  private final Map<String, Range> nodes = new LinkedHashMap<>();

  private GpuPlaces(Fabric fabric) {
    this.fabric = fabric;
    for (int gpu = 0; gpu < fabric.endpointCount(); gpu++) {
      int last = gpu;
      nodes.merge(node(gpu), new Range(gpu, gpu), (known, any) -> new Range(known.first, last));
    }
  }

  /** The ranges of some GPUs, lowest first. */
  static List<Range> ranges(int[] gpus) {
    int[] sorted = Arrays.stream(gpus).sorted().toArray();
    List<Range> ranges = new ArrayList<>();
    for (int begin = 0; begin < sorted.length; ) {
      int end = begin + 1;
      while (end < sorted.length && sorted[end] == sorted[end - 1] + 1) {
        end++;
      }
      ranges.add(new Range(sorted[begin], sorted[end - 1]));
      begin = end;
    }
    return ranges;
  }

  /** The names of some GPUs, lowest number first. */
  static List<String> names(Fabric fabric, int[] gpus) {
    return new GpuPlaces(fabric).names(gpus);
  }

  private List<String> names(int[] gpus) {
    List<String> names = new ArrayList<>();
    for (Range range : ranges(gpus)) {
      List<Part> parts = parts(range);
      for (int begin = 0; begin < parts.size(); ) {
        int end = begin + 1;
        while (parts.get(begin).isWhole && end < parts.size() && parts.get(end).isWhole) {
          end++;
        }
        names.add(
            parts.get(begin).isWhole
                ? span(parts.get(begin).node, parts.get(end - 1).node)
                : span(name(parts.get(begin).first), gpu(parts.get(begin).last)));
        begin = end;
      }
    }
    return names;
  }

  private List<Part> parts(Range range) {
    List<Part> parts = new ArrayList<>();
    for (int gpu = range.first; gpu <= range.last; gpu++) {
      String node = node(gpu);
      Range all = nodes.getOrDefault(node, new Range(gpu, gpu));
      int last = Math.min(range.last, all.last);
      parts.add(new Part(node, gpu, last, gpu == all.first && last == all.last));
      gpu = last;
    }
    return parts;
  }

  private static String span(String first, String last) {
    return first.equals(last) || first.endsWith("/" + last) ? first : first + TO + last;
  }

  private String name(int gpu) {
    return fabric.nodeName(fabric.endpointNode(gpu));
  }

  /** What of its name comes before the last slash: the whole of it if it has none. */
  private String node(int gpu) {
    String name = name(gpu);
    int slash = name.lastIndexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  private String gpu(int gpu) {
    String name = name(gpu);
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
