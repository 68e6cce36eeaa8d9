package weft.topology.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.fabric.Fabric;
import weft.topology.build.Families;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SuperPod;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;

/** A compiled fabric takes at most 64 bytes a directed link, with all its arrays and its names. */
final class FabricSizeTest {

  private static final Map<Class<?>, Integer> SIZES =
      Map.of(byte.class, 1, int.class, 4, long.class, 8);

  static List<Arguments> topologies() {
    List<Topology> topologies =
        new ArrayList<>(Families.all().stream().filter(one -> one.cables().size() > 64).toList());
    topologies.add(new SuperPod(HardwareCatalog.standard().node("dgx-h100"), 4).build());
    topologies.add(new SingleSwitch(1_024, LinkType.lossless("link", 1_000, 0)).build());
    return Families.arguments(topologies);
  }

  @ParameterizedTest
  @MethodSource("topologies")
  void atMost64BytesALink(Topology topology) throws IllegalAccessException {
    Fabric fabric = FabricCompiler.compile(topology);
    assertThat(bytes(fabric) / (double) fabric.linkCount()).isBetween(36.0, 64.0);
  }

  /** Of the arrays of an object, and of the objects in it that are Weft's own. */
  private static long bytes(Object owner) throws IllegalAccessException {
    long bytes = 0;
    for (Field field : owner.getClass().getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
        continue;
      }
      field.setAccessible(true);
      Object value = field.get(owner);
      Class<?> element = field.getType().getComponentType();
      if (element != null) {
        assertThat(SIZES).containsKey(element);
        bytes += (long) Array.getLength(value) * SIZES.get(element);
      } else if (field.getType().getName().startsWith("weft.")) {
        bytes += bytes(value);
      }
    }
    return bytes;
  }
}
