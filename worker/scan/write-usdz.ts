import sharp from 'sharp';
import type { UnwrappedMesh } from '@/worker/scan/ply';
import type { RawImage } from '@/worker/scan/pnm';
import { storedZip } from '@/worker/scan/stored-zip';

/** What Quick Look shows on phones of some years ago as well. */
const textureSide = 2048;
/** USDZ is mapped into memory, not unpacked: files begin at multiples of this (USDZ file format, "Layout"). */
const alignment = 64;
/**
 * The model's longest side is 1 of an unknown unit. Quick Look has to stand it somewhere: a hand-sized thing on a table
 * is nearer to most goods than one of a metre, and two fingers resize it.
 */
const metresPerUnit = 0.3;

/**
 * The placed mesh for iOS Quick Look. Light is in the photographs already, so the colours are emitted and nothing is
 * reflected: what KHR_materials_unlit says in a GLB.
 */
export async function writeUsdz(
  mesh: Pick<UnwrappedMesh, 'positions' | 'indices' | 'uvs'>,
  texture: RawImage,
): Promise<Buffer> {
  const { width, height, channels } = texture;
  const colour = await sharp(texture.data, { raw: { width, height, channels } })
    .resize({ width: textureSide, withoutEnlargement: true })
    .jpeg({ quality: 84 })
    .toBuffer();
  // Readers open the first file: it has to be the scene.
  return storedZip(
    [
      { name: 'item.usda', data: Buffer.from(scene(mesh)) },
      { name: 'textures/colour.jpg', data: colour },
    ],
    alignment,
  );
}

function scene({ positions, indices, uvs }: Pick<UnwrappedMesh, 'positions' | 'indices' | 'uvs'>): string {
  const [low, high] = extent(positions);
  const points = tuples(positions, 3, (value) => shortest(value, 5));
  // USD counts v from the bottom.
  const places = tuples(uvs, 2, (value, axis) => shortest(axis === 1 ? 1 - value : value, 5));
  return `#usda 1.0
(
    defaultPrim = "Item"
    metersPerUnit = ${metresPerUnit}
    upAxis = "Y"
)

def Xform "Item" (
    kind = "component"
)
{
    def Mesh "Surface" (
        prepend apiSchemas = ["MaterialBindingAPI"]
    )
    {
        float3[] extent = [${low}, ${high}]
        int[] faceVertexCounts = [${Array.from({ length: indices.length / 3 }, () => 3).join(',')}]
        int[] faceVertexIndices = [${indices.join(',')}]
        point3f[] points = [${points}]
        texCoord2f[] primvars:st = [${places}] (
            interpolation = "vertex"
        )
        uniform token subdivisionScheme = "none"
        rel material:binding = </Item/Material>
    }

    def Material "Material"
    {
        token outputs:surface.connect = </Item/Material/Surface.outputs:surface>

        def Shader "Surface"
        {
            uniform token info:id = "UsdPreviewSurface"
            color3f inputs:diffuseColor = (0, 0, 0)
            color3f inputs:emissiveColor.connect = </Item/Material/Texture.outputs:rgb>
            float inputs:metallic = 0
            float inputs:roughness = 1
            token outputs:surface
        }

        def Shader "Texture"
        {
            uniform token info:id = "UsdUVTexture"
            asset inputs:file = @textures/colour.jpg@
            token inputs:sourceColorSpace = "sRGB"
            float2 inputs:st.connect = </Item/Material/Places.outputs:result>
            token inputs:wrapS = "clamp"
            token inputs:wrapT = "clamp"
            float3 outputs:rgb
        }

        def Shader "Places"
        {
            uniform token info:id = "UsdPrimvarReader_float2"
            string inputs:varname = "st"
            float2 outputs:result
        }
    }
}
`;
}

function tuples(values: Float32Array, size: number, print: (value: number, axis: number) => string): string {
  const parts: string[] = [];
  for (let i = 0; i < values.length; i += size)
    parts.push(
      `(${Array.from({ length: size }, (_, axis) => print(values[i + axis] ?? 0, axis)).join(',')})`,
    );
  return parts.join(',');
}

function extent(positions: Float32Array): [string, string] {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const [i, value] of positions.entries()) {
    low[i % 3] = Math.min(low[i % 3] ?? 0, value);
    high[i % 3] = Math.max(high[i % 3] ?? 0, value);
  }
  return [`(${low.join(', ')})`, `(${high.join(', ')})`];
}

/** Five places are a hundredth of a millimetre on an item of a metre. */
const shortest = (value: number, places: number) => String(Number(value.toFixed(places)));
